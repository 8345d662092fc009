package org.mayfly.client.commandline;

import org.mayfly.client.Surroundings;
import org.mayfly.client.problem.Problem;
import org.mayfly.client.problem.Problem.Kind;
import org.mayfly.client.problem.ProblemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The command line. Exit codes: 0 done, 1 refused, 2 wrong usage, 3 network or untrusted certificate. */
@Command(
        name = "mayfly",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        resourceBundle = "org.mayfly.client.commandline.sentences")
public final class Mayfly implements Runnable {

    static final int REFUSED = 1;
    static final int USAGE = 2;
    static final int NETWORK = 3;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public static void main(String[] arguments) {
        var console = new Console(
                System.in,
                new PrintStream(System.out, false, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8));
        System.exit(run(console, Surroundings.ofThisMachine(), arguments));
    }

    static int run(Console console, Surroundings surroundings, String... arguments) {
        return new CommandLine(new Mayfly())
                .addSubcommand("enrol", new EnrolCommand(console, surroundings))
                .addSubcommand("send", new SendCommand(console, surroundings))
                .addSubcommand("receive", new ReceiveCommand(console, surroundings))
                .addSubcommand("sync", new SyncCommand(console, surroundings))
                .addSubcommand("device", new DeviceCommand(console, surroundings))
                .addSubcommand("account", new AccountCommand(console, surroundings))
                .addSubcommand("contact", new ContactCommand(console, surroundings))
                .addSubcommand("status", new StatusCommand(console, surroundings))
                .addSubcommand("admin", AdminCommand.tree(console, surroundings))
                .setOut(new PrintWriter(console.out(), true))
                .setErr(new PrintWriter(console.err(), true))
                .setExecutionExceptionHandler((failure, command, parsed) -> answer(console, failure))
                .execute(arguments);
    }

    static int exitCode(Problem problem) {
        return problem.kind() == Kind.NETWORK ? NETWORK : REFUSED;
    }

    private static int answer(Console console, Exception failure) throws Exception {
        if (failure instanceof ProblemException known) {
            console.tell(Sentences.of(known.problem()));
            return exitCode(known.problem());
        }
        throw failure;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), Sentences.say("usage.command"));
    }
}
