package org.mayfly.launcher.command;

import org.mayfly.config.Setting;
import org.mayfly.config.SettingRefused;
import org.mayfly.config.Settings;
import org.mayfly.launcher.Distribution;
import org.mayfly.launcher.Installation;
import org.mayfly.launcher.OperatorError;
import org.mayfly.launcher.access.OperatorTokens;
import org.mayfly.launcher.data.DataFolder;
import org.mayfly.launcher.data.RecoverySeeds;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** bin/mayfly. Exit codes: 0 done, 1 refused (one line says why), 2 not understood; {@code status} has its own. */
public final class Main {
    static final String COMPLAINT = "mayfly: ";
    static final List<String> JAVA_OPTIONS =
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:-HeapDumpOnOutOfMemoryError", "-Dfile.encoding=UTF-8");

    private static final String USAGE = """
            bin/mayfly [--data FOLDER] COMMAND
              start                                   run in the background; returns when it serves
              run                                     run in the foreground until Ctrl-C
              stop                                    stop; returns when everything has ended
              status                                  a line NAME pid=N for each process; exit 0 serving, 1 partly, 3 stopped
              token create --name NAME --scope admin|metrics
                                                      print an API token for tools; it is shown once
              client …                                the messenger at the command line: bin/mayfly client --help
              seed rotate                             add a seed for recovery; new passphrases use it from the next start on
            Settings are environment variables MAYFLY_…: see docs/configuration.md.
            """;

    private Main() {}

    public static void main(String[] line) {
        System.exit(execute(line, System.getenv(), utf8(System.out), utf8(System.err)));
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }

    static int execute(String[] line, Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            return command(Arguments.parse(line), new HashMap<>(environment), out);
        } catch (UsageError e) {
            err.println(COMPLAINT + e.getMessage() + "\n" + USAGE.strip());
            return 2;
        } catch (OperatorError | SettingRefused e) {
            err.println(COMPLAINT + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (Exception e) {
            err.println(COMPLAINT + "This should not happen: " + e + ". Please report it with the log files.");
            return 1;
        }
    }

    private static int command(Arguments arguments, Map<String, String> environment, PrintStream out) throws Exception {
        String command = String.join(" ", arguments.words());
        if (command.isEmpty() || command.equals("help") || command.equals("--help")) {
            out.print(USAGE);
            return command.isEmpty() ? 2 : 0;
        }
        arguments.option("data").ifPresent(folder -> environment.put(Setting.DATA.variable(), folder));
        if (command.equals("token create")) {
            arguments.allow("data", "name", "scope");
        } else {
            arguments.allow("data");
        }
        Settings settings = Settings.parse(environment, Path.of(System.getProperty("user.home")));
        switch (command) {
            case "run" -> new Run(distribution(), open(settings), out).run();
            case "start" -> new Start(distribution(), open(settings), environment, out).start();
            case "stop" -> new Stop(existing(settings), out).stop();
            case "status" -> {
                return new Status(existing(settings), out).tell();
            }
            case "seed rotate" -> out.println(rotated(existing(settings)));
            case "token create" -> out.println(token(arguments, existing(settings)));
            default -> throw new UsageError("“" + command + "” is no command.");
        }
        return 0;
    }

    private static Distribution distribution() throws IOException {
        return new Distribution(Path.of(System.getProperty("mayfly.home", ".")).toRealPath());
    }

    private static Installation open(Settings settings) {
        return new Installation(settings, DataFolder.open(settings.data()));
    }

    /** Looks at a data folder without making one. */
    private static Installation existing(Settings settings) {
        if (Files.isDirectory(settings.data())
                && !Files.isReadable(settings.data().resolve("run"))) {
            throw new OperatorError("The data folder " + settings.data()
                    + " is not this user's or is not Mayfly's. Run this as Mayfly's user, or set MAYFLY_DATA.");
        }
        return new Installation(settings, new DataFolder(settings.data()));
    }

    private static String rotated(Installation installation) throws IOException {
        new RecoverySeeds(installation.data(), new SecureRandom()).rotate();
        return "A seed was added to " + installation.data().serverSecrets().resolve("recovery-seeds")
                + ". Back that file up, apart from the database, and restart Mayfly to use it.";
    }

    private static String token(Arguments arguments, Installation installation) throws IOException {
        String name = arguments.option("name").orElseThrow(() -> new UsageError("token create needs --name."));
        String scope = arguments
                .option("scope")
                .orElseThrow(() -> new UsageError("token create needs --scope admin or --scope metrics."));
        if (!OperatorTokens.SCOPES.contains(scope)) {
            throw new UsageError("--scope “" + scope + "” is unknown; there are admin and metrics.");
        }
        try {
            return new OperatorTokens(installation.database(), Clock.systemUTC(), new SecureRandom())
                    .create(name, scope);
        } catch (SQLException e) {
            throw new OperatorError("The database does not answer. Start Mayfly first: bin/mayfly start", e);
        }
    }
}
