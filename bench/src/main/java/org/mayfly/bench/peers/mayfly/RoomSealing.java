package org.mayfly.bench.peers.mayfly;

import com.google.protobuf.ByteString;
import org.mayfly.client.connection.Connection;
import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.OwnIdentity;
import org.mayfly.protocol.client.envelope.EnvelopeSealing;
import org.mayfly.protocol.client.envelope.WrapBinding;
import org.mayfly.protocol.client.envelope.WrapPlan;
import org.mayfly.protocol.client.payload.Padding;
import org.mayfly.protocol.crypto.P521PublicKey;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.verification.DeviceListVerification;
import org.mayfly.protocol.verification.VerifiedDeviceList;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.SeenList;
import org.mayfly.protocol.wire.Submit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Envelopes for the devices of a whole room. The protocol has no rooms yet, so no link stands behind these wraps: they have
 * the form and the size of those of a conversation that goes on (state FRESH, a true one-time key of each device), and the
 * server can't tell them from others, but no member could open one.
 */
final class RoomSealing {

    private static final Duration LIFE = Duration.ofDays(1);
    private static final int PSK = 64;

    private final Member author;
    private final EnvelopeSealing sealing;
    private final VerifiedDeviceList ownList;
    private final List<VerifiedDeviceList> lists;
    private final Map<ByteString, ClaimedPrekey> keys;

    /** @param connection of the author, for one claim of a key of each member */
    RoomSealing(Member author, List<Member> members, Connection connection) {
        this.author = author;
        this.sealing = new EnvelopeSealing(
                author.surroundings().provider(), author.surroundings().random());
        this.ownList = verified(author);
        this.lists = members.stream().map(RoomSealing::verified).toList();
        var claim = ClaimPrekeys.newBuilder().setType(PrekeyType.PREKEY_TYPE_P521);
        members.forEach(member -> claim.addWanted(ClaimPrekeys.Wanted.newBuilder()
                .setUser(wire(member.device().self().user().value()))
                .setDevice(wire(member.device().self().device().value()))
                .setCount(1)));
        this.keys = connection.claim(claim.build()).join().getPrekeysList().stream()
                .collect(Collectors.toMap(ClaimedPrekey::getDevice, Function.identity()));
    }

    private static VerifiedDeviceList verified(Member member) {
        var network = member.store().ownDevice().orElseThrow().network();
        return new DeviceListVerification(member.surroundings().provider())
                .verify(network, member.device().self().user(), member.list())
                .orElseThrow(fault -> new IllegalStateException("a list of our own is wrong: " + fault));
    }

    List<Submit> texts(String text, int count) {
        var sealed = new ArrayList<Submit>(count);
        var own = new OwnIdentity(author.store().ownDevice().orElseThrow(), ownList);
        try (var signingKey = own.signingKey(author.store());
                var plain = SecretBytes.takeOver(text.getBytes(StandardCharsets.UTF_8));
                var payload = Padding.pad(plain)) {
            var sender = new EnvelopeSealing.Sender(own.network(), own.address(), signingKey);
            for (int i = 0; i < count; i++) {
                sealed.add(seal(sender, payload));
            }
        }
        return sealed;
    }

    private Submit seal(EnvelopeSealing.Sender sender, SecretBytes payload) {
        var random = author.surroundings().random();
        var outside = new EnvelopeSealing.Outside(
                new MessageId(random.bytes(16)), author.now().plus(LIFE));
        var targets = lists.stream().map(this::target).toList();
        try {
            return sealing.seal(sender, outside, payload, targets).submit().toBuilder()
                    .addAllLists(seen())
                    .build();
        } finally {
            targets.forEach(target -> target.plan().close());
        }
    }

    private EnvelopeSealing.Target target(VerifiedDeviceList list) {
        var random = author.surroundings().random();
        var device = list.devices().get(0);
        var address = new DeviceAddress(list.user(), device.device());
        var claimed = keys.get(wire(device.device().value()));
        if (claimed == null) {
            throw new IllegalStateException("a member has no one-time key left");
        }
        var key = claimed.getPrekey();
        var point = new WrapPlan.PointKey(
                PrekeyId.of(key.getId().toByteArray()),
                new P521PublicKey(Bytes.of(key.getKey().toByteArray())));
        var place = ChainPlace.fresh(random.bytes(32), 0);
        return new EnvelopeSealing.Target(
                new WrapBinding(address, list.identityKey(), device.signingKey()),
                new WrapPlan.Fresh(Suite.HYBRID, point, place, random.secret(PSK)));
    }

    private List<SeenList> seen() {
        return Stream.concat(lists.stream(), Stream.of(ownList))
                .sorted(Comparator.comparing(VerifiedDeviceList::user))
                .map(list -> SeenList.newBuilder()
                        .setUser(wire(list.user().value()))
                        .setVersion(list.version())
                        .build())
                .toList();
    }

    private static ByteString wire(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
