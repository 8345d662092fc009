package org.mayfly.client.commandline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.OwnDevices.Device;
import org.mayfly.client.Surroundings;
import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.vault.Passphrase;
import org.mayfly.protocol.value.DeviceId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.function.Consumer;

/** The person's own devices. */
@Command(name = "device", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
final class DeviceCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    private final Console console;
    private final Surroundings surroundings;

    DeviceCommand(Console console, Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), Sentences.say("usage.command"));
    }

    @Command(name = "list", mixinStandardHelpOptions = true)
    void list(@Mixin HomeOption home) {
        connected(home, client -> {
            client.devices().all().forEach(this::print);
            client.devices()
                    .applicant()
                    .ifPresent(one -> console.tell(
                            Sentences.say("told.applicant", one.name().orElse("–"))));
        });
    }

    @Command(name = "rename", mixinStandardHelpOptions = true)
    void rename(
            @Mixin HomeOption home,
            @Parameters(paramLabel = "DEVICE") String device,
            @Parameters(paramLabel = "NAME") String name) {
        connected(home, client -> client.devices().rename(id(device), name));
    }

    /** Takes the account's passphrase: only the identity key takes a device out. */
    @Command(name = "revoke", mixinStandardHelpOptions = true)
    void revoke(
            @Mixin HomeOption home,
            @Parameters(paramLabel = "DEVICE") String device,
            @Option(names = "--account-passphrase-file", required = true, paramLabel = "F") Path passphraseFile) {
        connected(home, client -> {
            try (var passphrase = Passphrase.readFile(passphraseFile);
                    var secret = AccountSecret.of(null, passphrase)) {
                var wasThis = client.devices().revoke(id(device), secret.proof());
                console.tell(wasThis ? Sentences.say("told.left") : Sentences.say("told.revoked"));
            }
        });
    }

    /** On the device that waits. */
    @Command(name = "code", mixinStandardHelpOptions = true)
    void code(@Mixin HomeOption home) {
        try (var client = home.open(surroundings)) {
            console.print(JsonNodeFactory.instance.objectNode().put("code", client.deviceCode()));
        }
    }

    @Command(name = "approve", mixinStandardHelpOptions = true)
    void approve(@Mixin HomeOption home, @Parameters(paramLabel = "CODE") String code) {
        connected(home, client -> {
            client.devices().approve(code);
            console.tell(Sentences.say("told.approved"));
        });
    }

    @Command(name = "refuse", mixinStandardHelpOptions = true)
    void refuse(@Mixin HomeOption home) {
        connected(home, client -> client.devices().refuse());
    }

    /** Takes no passphrase: what can't be opened can be erased all the same. The account is left alone. */
    @Command(name = "forget", mixinStandardHelpOptions = true)
    void forget(
            @Option(names = "--home", required = true, paramLabel = "DIR") Path home,
            @Option(names = "--yes", required = true) boolean yes) {
        MayflyClient.forget(home);
        console.tell(Sentences.say("told.forgotten"));
    }

    private void connected(HomeOption home, Consumer<MayflyClient> work) {
        try (var client = home.open(surroundings)) {
            client.connect();
            work.accept(client);
        }
    }

    private void print(Device device) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("device", device.id().toString())
                .put("class", device.deviceClass())
                .put("created", device.created().toEpochMilli())
                .put("current", device.current());
        device.name().ifPresent(name -> json.put("name", name));
        device.lastSeen().ifPresent(day -> json.put("lastSeen", day.toEpochMilli()));
        console.print(json);
    }

    private static DeviceId id(String text) {
        try {
            return DeviceId.parse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.refused("unknown-device");
        }
    }
}
