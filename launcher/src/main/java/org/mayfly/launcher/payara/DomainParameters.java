package org.mayfly.launcher.payara;

import org.mayfly.config.Settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What config/…/domain.xslt is given; a change of any makes the domain anew. */
record DomainParameters(Map<String, String> values) {
    static DomainParameters of(Settings settings, int controlPort, String databaseUrl, String databaseUser, Path logs) {
        Map<String, String> values = new TreeMap<>();
        values.put("listen", settings.listen());
        values.put("https-port", Integer.toString(settings.httpsPort()));
        values.put("admin-port", Integer.toString(settings.adminPort()));
        values.put("control-port", Integer.toString(controlPort));
        values.put("database-url", databaseUrl);
        values.put("database-user", databaseUser);
        values.put("memory", Integer.toString(settings.memoryMebibytes()));
        values.put("logs", logs.toString());
        return new DomainParameters(values);
    }
}
