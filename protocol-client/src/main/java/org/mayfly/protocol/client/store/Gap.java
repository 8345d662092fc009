package org.mayfly.protocol.client.store;

import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.DeviceAddress;

import java.time.Instant;

/**
 * A place of a chain that was passed over, whose envelope did not come, and of which nobody was told. It outlives the psk of
 * the place: what can't be opened any more is missing all the same.
 *
 * @param since when the place was passed over
 */
public record Gap(DeviceAddress peer, ChainPlace place, Instant since) {}
