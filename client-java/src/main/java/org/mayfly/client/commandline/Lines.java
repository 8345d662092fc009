package org.mayfly.client.commandline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.mayfly.client.AuthenticationWarning;
import org.mayfly.client.MayflyClient;
import org.mayfly.client.Message;

import java.time.Duration;

/** Prints messages and warnings. Times are ms since 1970 UTC, lives seconds. */
record Lines(Console console) {

    int show(MayflyClient client) {
        return client.show(this::message, this::warning);
    }

    private void message(Message message) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("id", message.id())
                .put("conversation", message.conversation())
                .put("from", message.from())
                .put("sent", message.sent().toEpochMilli())
                .put("expires", message.expires().toEpochMilli())
                .put("burn", message.burn().orElse(Duration.ZERO).toSeconds())
                .put("text", message.text());
        message.to().ifPresent(to -> json.put("to", to));
        console.print(json);
    }

    private void warning(AuthenticationWarning warning) {
        var json = JsonNodeFactory.instance.objectNode().put("warning", warning.code());
        warning.claimedFrom().ifPresent(from -> json.put("from", from));
        console.print(json.put("count", warning.count()).put("at", warning.at().toEpochMilli()));
        console.tell(Sentences.warning(warning));
    }
}
