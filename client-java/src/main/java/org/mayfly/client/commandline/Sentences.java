package org.mayfly.client.commandline;

import org.mayfly.client.AuthenticationWarning;
import org.mayfly.client.problem.Problem;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** The catalogue of everything said to people. */
final class Sentences {

    private static final ResourceBundle CATALOGUE =
            ResourceBundle.getBundle("org.mayfly.client.commandline.sentences", Locale.ENGLISH);

    private Sentences() {}

    static String say(String key, Object... values) {
        return new MessageFormat(CATALOGUE.getString(key), Locale.ENGLISH).format(values);
    }

    /** What happened, what it means, what to do. */
    static String of(Problem problem) {
        var key = "problem." + problem.code();
        return CATALOGUE.containsKey(key) ? say(key, problem.about().toArray()) : say("problem.other", problem.code());
    }

    static String warning(AuthenticationWarning warning) {
        var key = "warning." + warning.code();
        var from = warning.claimedFrom().orElseGet(() -> say("word.nobody"));
        return say(CATALOGUE.containsKey(key) ? key : "warning.other", from, warning.code(), warning.count());
    }
}
