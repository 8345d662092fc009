package org.mayfly.protocol.client.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import org.junit.jupiter.params.provider.MethodSource;
import org.mayfly.protocol.codec.Canonical;
import org.mayfly.protocol.codec.MalformedException;
import org.mayfly.protocol.sealed.Payload;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.wire.ClientFrame;
import org.mayfly.protocol.wire.ClientFrames;
import org.mayfly.protocol.wire.ServerFrame;
import org.mayfly.protocol.wire.ServerFrames;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every message of the schema: the roots that hold all others. The first byte chooses one, the rest is its encoding. */
class CanonicalFuzzTest extends ParserFuzzing {

    private static final List<Parser<? extends Message>> ROOTS =
            List.of(ClientFrames.parser(), ServerFrames.parser(), Payload.parser());

    static Stream<byte[]> chosen() {
        var submit = ClientFrame.newBuilder().setRequest(3).setSubmit(Genuine.submit());
        var upload = ClientFrame.newBuilder().setRequest(4).setUploadPrekeys(Genuine.upload());
        var frame = ServerFrame.newBuilder().setRequest(5);
        frame.getLoggedInBuilder().setServerTime(1).getPolicyBuilder().setUserMayChoose(true);
        return Stream.concat(
                Stream.of(
                        chosen(0, ClientFrames.newBuilder().addFrames(submit).build()),
                        chosen(0, ClientFrames.newBuilder().addFrames(upload).build()),
                        chosen(1, ServerFrames.newBuilder().addFrames(frame).build())),
                PayloadFuzzTest.payloads().map(payload -> chosen(2, payload)));
    }

    private static byte[] chosen(int root, Message message) {
        return chosen(root, message.toByteArray());
    }

    private static byte[] chosen(int root, byte[] encoded) {
        var input = new byte[1 + encoded.length];
        input[0] = (byte) root;
        System.arraycopy(encoded, 0, input, 1, encoded.length);
        return input;
    }

    @MethodSource("chosen")
    @FuzzTest
    void a_message_has_one_encoding(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var root = ROOTS.get(Byte.toUnsignedInt(input[0]) % ROOTS.size());
        var encoded = Arrays.copyOfRange(input, 1, input.length);
        counted(Oracle.restored(encoded, bytes -> parsed(root, bytes), Canonical::encode));
    }

    private static <T extends Message> Message parsed(Parser<T> root, Bytes encoded) throws MalformedException {
        return Canonical.parse(root, encoded);
    }
}
