package org.mayfly.protocol.client.support;

import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.envelope.EnvelopeWrap;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.RecipientWrap;
import org.mayfly.protocol.wire.Submit;
import org.mayfly.protocol.wire.WrapState;

import java.util.List;
import java.util.Optional;

/** What the relay sees of a wrap, or of the one wrap of a submission. */
public final class Wraps {

    private Wraps() {}

    public static EnvelopeWrap of(Submit submit) {
        return of(submit.getWraps(0));
    }

    private static EnvelopeWrap of(RecipientWrap wrap) {
        try {
            return EnvelopeWrap.parse(Bytes.of(wrap.getWrap().toByteArray()));
        } catch (MalformedException malformed) {
            throw new AssertionError(malformed);
        }
    }

    public static WrapState state(Submit submit) {
        return of(submit).state();
    }

    public static List<PrekeyId> prekeys(Submit submit) {
        return prekeys(submit.getWraps(0));
    }

    public static List<PrekeyId> prekeys(RecipientWrap wrap) {
        return of(wrap).fold(
                        start -> start.kem()
                                .map(kem -> List.of(start.encapsulated().prekey(), kem.prekey()))
                                .orElseGet(() -> List.of(start.encapsulated().prekey())),
                        fresh -> List.of(fresh.encapsulated().prekey()),
                        chained -> List.of());
    }

    public static Optional<ChainPlace> place(Submit submit) {
        return place(submit.getWraps(0));
    }

    public static Optional<ChainPlace> place(RecipientWrap wrap) {
        return of(wrap).fold(
                        start -> Optional.empty(),
                        fresh -> Optional.of(fresh.place()),
                        chained -> Optional.of(chained.place()));
    }
}
