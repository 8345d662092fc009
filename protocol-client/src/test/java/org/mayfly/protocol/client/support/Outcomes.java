package org.mayfly.protocol.client.support;

import org.mayfly.protocol.client.Check;
import org.mayfly.protocol.client.MessageContent;
import org.mayfly.protocol.client.Question;
import org.mayfly.protocol.client.ReceivedMessage;
import org.mayfly.protocol.client.Reception;
import org.mayfly.protocol.client.store.Change;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Assertions on receptions. */
public final class Outcomes {

    private Outcomes() {}

    public static ReceivedMessage accepted(Reception reception) {
        assertThat(reception).isInstanceOf(Reception.Accepted.class);
        return ((Reception.Accepted) reception).message();
    }

    public static String text(Reception reception) {
        return ((MessageContent.Text) accepted(reception).content()).body();
    }

    public static void dropped(Reception reception, Check check) {
        assertThat(reception).isInstanceOf(Reception.DroppedSilently.class);
        assertThat(((Reception.DroppedSilently) reception).check()).isEqualTo(check);
    }

    public static void failed(Reception reception, Check check) {
        assertThat(reception).isInstanceOf(Reception.Failed.class);
        assertThat(((Reception.Failed) reception).check()).isEqualTo(check);
        assertThat(reception.unit().changes())
                .as("nothing is erased, and nothing remembered but that it was asked for")
                .allMatch(change -> check == Check.R10 && change instanceof Change.PutAskedAgain);
    }

    /** What is to be sent to the device that sent what can't be opened. */
    public static Optional<Question> question(Reception reception) {
        assertThat(reception).isInstanceOf(Reception.Failed.class);
        return ((Reception.Failed) reception).question();
    }
}
