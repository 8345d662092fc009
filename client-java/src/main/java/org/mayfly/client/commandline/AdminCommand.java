package org.mayfly.client.commandline;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import org.mayfly.client.Surroundings;
import org.mayfly.client.rest.Administration;
import org.mayfly.client.rest.DevicePolicy;
import org.mayfly.client.rest.Policy;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.util.Optional;

/** What an operator's scripts do over REST with an API token. Lists print one line an entry. */
@Command(name = "admin", mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
final class AdminCommand implements Runnable {

    @Mixin
    private final AdminOptions options = new AdminOptions();

    @Spec
    private CommandSpec spec;

    private final Console console;
    private final Surroundings surroundings;

    private AdminCommand(Console console, Surroundings surroundings) {
        this.console = console;
        this.surroundings = surroundings;
    }

    static CommandLine tree(Console console, Surroundings surroundings) {
        var admin = new AdminCommand(console, surroundings);
        return new CommandLine(admin)
                .addSubcommand("network", admin.new NetworkCommand())
                .addSubcommand("user", admin.new UserCommand())
                .addSubcommand("policy", admin.new PolicyCommand());
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), Sentences.say("usage.command"));
    }

    private Administration server() {
        return options.open(surroundings);
    }

    private void print(JsonNode json) {
        if (json.isArray()) {
            json.forEach(console::print);
        } else {
            console.print(json);
        }
    }

    /** Networks. */
    @Command(name = "network", mixinStandardHelpOptions = true)
    final class NetworkCommand {

        @Command(name = "create", mixinStandardHelpOptions = true)
        void create(@Option(names = "--name", required = true, paramLabel = "NAME") String name) {
            print(server().createNetwork(name));
        }

        @Command(name = "list", mixinStandardHelpOptions = true)
        void list() {
            print(server().networks());
        }
    }

    /** Users of a network. */
    @Command(name = "user", mixinStandardHelpOptions = true)
    final class UserCommand {

        @Command(name = "invite", mixinStandardHelpOptions = true)
        void invite(
                @Option(names = "--network", required = true, paramLabel = "N") String network,
                @Option(names = "--user", required = true, paramLabel = "U") String user) {
            print(server().invite(network, user));
        }

        @Command(name = "list", mixinStandardHelpOptions = true)
        void list(@Option(names = "--network", required = true, paramLabel = "N") String network) {
            print(server().users(network));
        }

        @Command(name = "suspend", mixinStandardHelpOptions = true)
        void suspend(
                @Option(names = "--network", required = true, paramLabel = "N") String network,
                @Option(names = "--user", required = true, paramLabel = "U") String user) {
            print(server().suspend(network, user));
        }

        @Command(name = "end-identity", mixinStandardHelpOptions = true)
        void endIdentity(
                @Option(names = "--network", required = true, paramLabel = "N") String network,
                @Option(names = "--user", required = true, paramLabel = "U") String user) {
            print(server().endIdentity(network, user));
        }
    }

    /** The ephemerality policy of a network: what is not named stays. */
    @Command(name = "policy", mixinStandardHelpOptions = true)
    final class PolicyCommand {

        @Command(name = "get", mixinStandardHelpOptions = true)
        void get(@Option(names = "--network", required = true, paramLabel = "N") String network) {
            print(server().policy(network).toJson());
        }

        @Command(name = "set", mixinStandardHelpOptions = true)
        void set(
                @Option(names = "--network", required = true, paramLabel = "N") String network,
                @Mixin PolicyOptions changes) {
            var there = server();
            print(there.setPolicy(network, changes.applyTo(there.policy(network)))
                    .toJson());
        }
    }

    /** The parts of a policy. */
    static final class PolicyOptions {

        @Option(names = "--expiration-minimum", paramLabel = "5s", converter = DurationConverter.class)
        private @Nullable Duration expirationMinimum;

        @Option(names = "--expiration-default", paramLabel = "7d", converter = DurationConverter.class)
        private @Nullable Duration expirationDefault;

        @Option(names = "--expiration-maximum", paramLabel = "30d", converter = DurationConverter.class)
        private @Nullable Duration expirationMaximum;

        @Option(names = "--burn-default", paramLabel = "0s", converter = DurationConverter.class)
        private @Nullable Duration burnDefault;

        @Option(names = "--burn-maximum", paramLabel = "30d", converter = DurationConverter.class)
        private @Nullable Duration burnMaximum;

        @Option(names = "--user-may-choose", paramLabel = "true|false", arity = "1")
        private @Nullable Boolean userMayChoose;

        @Option(names = "--classical-suite", paramLabel = "allowed|refused", converter = Permission.Converter.class)
        private @Nullable Permission classicalSuite;

        @Mixin
        private DeviceOptions devices = new DeviceOptions();

        Policy applyTo(Policy policy) {
            return new Policy(
                    policy.version(),
                    Optional.ofNullable(expirationMinimum).orElse(policy.expirationMinimum()),
                    Optional.ofNullable(expirationDefault).orElse(policy.expirationDefault()),
                    Optional.ofNullable(expirationMaximum).orElse(policy.expirationMaximum()),
                    Optional.ofNullable(burnDefault).orElse(policy.burnDefault()),
                    Optional.ofNullable(burnMaximum).orElse(policy.burnMaximum()),
                    Optional.ofNullable(userMayChoose).orElse(policy.userMayChoose()),
                    classicalSuite == null ? policy.classicalSuiteAllowed() : classicalSuite == Permission.ALLOWED,
                    devices.applyTo(policy.devices()));
        }
    }

    /** What a policy says of devices. */
    static final class DeviceOptions {

        @Option(names = "--device-approval", paramLabel = "true|false", arity = "1")
        private @Nullable Boolean approval;

        @Option(names = "--devices-maximum", paramLabel = "1…16")
        private @Nullable Integer maximum;

        @Option(names = "--last-seen", paramLabel = "allowed|refused", converter = Permission.Converter.class)
        private @Nullable Permission lastSeen;

        @Option(names = "--recovery-key", paramLabel = "allowed|refused", converter = Permission.Converter.class)
        private @Nullable Permission recoveryKey;

        @Option(names = "--identity-change-blocks", paramLabel = "true|false", arity = "1")
        private @Nullable Boolean identityChangeBlocks;

        DevicePolicy applyTo(DevicePolicy policy) {
            return new DevicePolicy(
                    Optional.ofNullable(approval).orElse(policy.approval()),
                    Optional.ofNullable(maximum).orElse(policy.maximum()),
                    lastSeen == null ? policy.lastSeen() : lastSeen == Permission.ALLOWED,
                    recoveryKey == null ? policy.recoveryKey() : recoveryKey == Permission.ALLOWED,
                    Optional.ofNullable(identityChangeBlocks).orElse(policy.identityChangeBlocks()));
        }
    }
}
