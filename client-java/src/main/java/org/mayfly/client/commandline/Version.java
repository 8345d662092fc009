package org.mayfly.client.commandline;

import picocli.CommandLine.IVersionProvider;

import java.util.Optional;

/** What the jar's manifest says. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        var version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion());
        return new String[] {version.orElse("0")};
    }
}
