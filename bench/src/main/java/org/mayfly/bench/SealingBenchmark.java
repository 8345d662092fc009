package org.mayfly.bench;

import org.mayfly.protocol.Suite;
import org.mayfly.protocol.client.crypto.BouncyCastleMlKem;
import org.mayfly.protocol.client.crypto.P521KeyPair;
import org.mayfly.protocol.client.envelope.EnvelopeSealing;
import org.mayfly.protocol.client.envelope.WrapBinding;
import org.mayfly.protocol.client.envelope.WrapPlan;
import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.RandomSource;
import org.mayfly.protocol.envelope.ChainPlace;
import org.mayfly.protocol.value.DeviceAddress;
import org.mayfly.protocol.value.DeviceId;
import org.mayfly.protocol.value.MessageId;
import org.mayfly.protocol.value.NetworkId;
import org.mayfly.protocol.value.PrekeyId;
import org.mayfly.protocol.value.SecretBytes;
import org.mayfly.protocol.value.UserId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A whole envelope of 512 bytes of text, sealed and signed: wraps of the state FRESH, as in a conversation that goes on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SealingBenchmark {

    private static final int PAYLOAD = 512;
    private static final int PSK = 64;

    /** Recipient devices. */
    @Param({"1", "10", "100", "500"})
    public int devices;

    /** {@code FRESH}, or {@code START} with its ML-KEM key. */
    @Param({"FRESH", "START"})
    public String state = "FRESH";

    private final CryptoProvider provider = CryptoProvider.preferred();
    private final RandomSource random = RandomSource.of(provider);
    private final EnvelopeSealing sealing = new EnvelopeSealing(provider, random);
    private final EnvelopeSealing.Sender sender = new EnvelopeSealing.Sender(
            new NetworkId(random.bytes(16)), address(), P521KeyPair.generate(provider, random));
    private final SecretBytes payload = random.secret(PAYLOAD);
    private List<EnvelopeSealing.Target> targets = List.of();

    @Setup
    public void makeRecipients() {
        targets = Stream.generate(this::target).limit(devices).toList();
    }

    private EnvelopeSealing.Target target() {
        var key = P521KeyPair.generate(provider, random).publicKey();
        var point = new WrapPlan.PointKey(new PrekeyId(random.bytes(16)), key);
        var plan = state.equals("FRESH")
                ? new WrapPlan.Fresh(Suite.HYBRID, point, place(), random.secret(PSK))
                : new WrapPlan.Start(point, Optional.of(kem()));
        return new EnvelopeSealing.Target(new WrapBinding(address(), key, key), plan);
    }

    private ChainPlace place() {
        return ChainPlace.fresh(random.bytes(32), 0);
    }

    private WrapPlan.KemKey kem() {
        return new WrapPlan.KemKey(
                new PrekeyId(random.bytes(16)),
                new BouncyCastleMlKem(random).generate().publicKey());
    }

    private DeviceAddress address() {
        return new DeviceAddress(new UserId(random.bytes(16)), new DeviceId(random.bytes(16)));
    }

    @Benchmark
    public EnvelopeSealing.Sealed seal() {
        var outside =
                new EnvelopeSealing.Outside(new MessageId(random.bytes(16)), Instant.ofEpochSecond(1_800_000_000));
        return sealing.seal(sender, outside, payload, targets);
    }
}
