package org.mayfly.protocol.client.envelope;

import org.mayfly.protocol.Sizes;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.envelope.EnvelopeWrap;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.wire.WrapState;

/**
 * What a wrap is bound to besides its recipient.
 *
 * @param prekey the one-time key of type P-521; 16 zero bytes for a CHAIN, which has none
 */
public record WrapKind(Suite suite, WrapState state, PrekeyId prekey) {

    private static final PrekeyId NONE = PrekeyId.of(new byte[Sizes.ID]);

    public static WrapKind start(Suite suite, PrekeyId prekey) {
        return new WrapKind(suite, WrapState.WRAP_STATE_START, prekey);
    }

    public static WrapKind fresh(Suite suite, PrekeyId prekey) {
        return new WrapKind(suite, WrapState.WRAP_STATE_FRESH, prekey);
    }

    public static WrapKind chained(Suite suite) {
        return new WrapKind(suite, WrapState.WRAP_STATE_CHAIN, NONE);
    }

    public static WrapKind of(EnvelopeWrap wrap) {
        return wrap.fold(
                start -> start(start.suite(), start.encapsulated().prekey()),
                fresh -> fresh(fresh.suite(), fresh.encapsulated().prekey()),
                chained -> chained(chained.suite()));
    }
}
