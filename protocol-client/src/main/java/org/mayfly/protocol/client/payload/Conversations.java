package org.mayfly.protocol.client.payload;

import org.mayfly.protocol.codec.ByteSequence;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.UserId;
import org.mayfly.protocol.verification.VerifiedDeviceList;

import java.util.Comparator;
import java.util.List;

/** Names conversations of two and hashes who is in them. Thread-safe. */
public final class Conversations {

    private final CryptoProvider provider;

    public Conversations(CryptoProvider provider) {
        this.provider = provider;
    }

    /** 32 bytes, the same on both sides. */
    public Bytes direct(NetworkId network, UserId one, UserId other) {
        var lower = one.compareTo(other) < 0 ? one : other;
        var higher = lower.equals(one) ? other : one;
        var named = new ByteSequence()
                .ascii("msgr/v1/direct")
                .bytes(network.value())
                .bytes(lower.value())
                .bytes(higher.value())
                .toBytes();
        return Bytes.of(provider.sha256().digest(named.toArray()));
    }

    /** A member of a conversation by the device list that somebody sees of it. */
    public record Member(UserId user, Bytes identityFingerprint, long listVersion, Bytes listHash) {

        public static Member by(VerifiedDeviceList list) {
            return new Member(list.user(), list.identityFingerprint(), list.version(), list.hash());
        }
    }

    /** 64 bytes over the members' identity keys and device lists; conversations of two have no control head. */
    public Bytes rosterHash(List<Member> members) {
        var roster = new ByteSequence();
        members.stream()
                .sorted(Comparator.comparing(Member::user))
                .forEach(member -> roster.bytes(member.user().value())
                        .bytes(member.identityFingerprint())
                        .u64(member.listVersion())
                        .bytes(member.listHash()));
        return new Sha512(provider).hash(roster.toBytes());
    }
}
