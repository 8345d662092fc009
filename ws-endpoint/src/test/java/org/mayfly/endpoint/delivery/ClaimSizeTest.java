package org.mayfly.endpoint.delivery;

import com.google.protobuf.ByteString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.messaging.prekey.Prekeys;
import org.mayfly.protocol.wire.ClaimPrekeys;
import org.mayfly.protocol.wire.ClaimedPrekey;
import org.mayfly.protocol.wire.ClientFrame;
import org.mayfly.protocol.wire.MerklePath;
import org.mayfly.protocol.wire.Prekey;
import org.mayfly.protocol.wire.PrekeyBatch;
import org.mayfly.protocol.wire.PrekeyType;
import org.mayfly.protocol.wire.ServerFrames;
import org.mayfly.protocol.wire.SignedPrekeyBatch;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** How many keys of each type one claim may ask for, and why. */
class ClaimSizeTest {

    private final Device.Server server = new Device.Server();

    /** What docs/protocol.md says of a type. */
    private record Type(PrekeyType type, int most, int keyBytes) {}

    static Stream<Type> types() {
        return Stream.of(
                new Type(PrekeyType.PREKEY_TYPE_P521, 700, 133), new Type(PrekeyType.PREKEY_TYPE_MLKEM1024, 300, 1568));
    }

    @ParameterizedTest
    @MethodSource("types")
    void more_keys_than_one_answer_holds_are_refused_before_any_is_used_up(Type type) {
        var device = server.loggedIn();
        device.send(claim(type.type(), type.most() + 1));
        assertThat(device.wire.last().getRefused().getCode()).isEqualTo("too-large");
        device.send(claim(type.type(), type.most()));
        assertThat(device.wire.last().getPrekeysClaimed().getExhaustedCount()).isEqualTo(1);
    }

    private static ClientFrame claim(PrekeyType type, int keys) {
        var claim = ClaimPrekeys.newBuilder().setType(type);
        for (int left = keys; left > 0; left -= 64) {
            claim.addWanted(ClaimPrekeys.Wanted.newBuilder().setCount(Math.min(left, 64)));
        }
        return ClientFrame.newBuilder().setRequest(3).setClaimPrekeys(claim).build();
    }

    @ParameterizedTest
    @MethodSource("types")
    void the_longest_answer_to_a_claim_fits_into_one_message(Type type) {
        var claimed = new Prekeys.Claimed(Collections.nCopies(type.most(), longest(type.keyBytes())), List.of());
        var message = ServerFrames.newBuilder().addFrames(Answers.claimed(Integer.MAX_VALUE, claimed));
        assertThat(message.build().getSerializedSize()).isLessThan(Limits.MESSAGE_BYTES);
    }

    /** The batch and the path of a key among 200, in the longest encoding. */
    private static ClaimedPrekey longest(int key) {
        return ClaimedPrekey.newBuilder()
                .setUser(bytes(16))
                .setDevice(bytes(16))
                .setBatch(SignedPrekeyBatch.newBuilder()
                        .setBatch(PrekeyBatch.newBuilder()
                                .setUser(bytes(16))
                                .setIdentityFingerprint(bytes(64))
                                .setDevice(bytes(16))
                                .setType(PrekeyType.PREKEY_TYPE_MLKEM1024)
                                .setBatch(bytes(16))
                                .setCreated(Long.MAX_VALUE)
                                .setExpires(Long.MAX_VALUE)
                                .setCount(200)
                                .setRoot(bytes(64))
                                .build()
                                .toByteString())
                        .setSignature(bytes(132)))
                .setPrekey(Prekey.newBuilder().setId(bytes(16)).setKey(bytes(key)))
                .setPath(MerklePath.newBuilder()
                        .setIndex(199)
                        .setLeafCount(200)
                        .addAllSiblings(Collections.nCopies(8, bytes(64))))
                .build();
    }

    private static ByteString bytes(int length) {
        return ByteString.copyFrom(new byte[length]);
    }
}
