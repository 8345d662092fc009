package org.mayfly.bench;

import org.mayfly.protocol.crypto.CryptoProvider;
import org.mayfly.protocol.crypto.Sha512;
import org.mayfly.protocol.merkle.MerkleTree;
import org.mayfly.protocol.value.Bytes;
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

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The tree over the wraps of an envelope, by the preferred provider; Bouncy Castle's is the yardstick. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MerkleTreeBenchmark {
    private static final int WRAP_BYTES = 256;

    /** Recipient devices of one message. */
    @Param({"1", "50", "500"})
    public int wraps;

    private List<Bytes> leaves = List.of();
    private final Sha512 preferred = new Sha512(CryptoProvider.preferred());
    private final Sha512 bouncyCastle = new Sha512(CryptoProvider.bouncyCastle());

    @Setup
    public void makeWraps() {
        Random content = new Random(1);
        leaves = Stream.generate(() -> {
                    byte[] wrap = new byte[WRAP_BYTES];
                    content.nextBytes(wrap);
                    return Bytes.of(wrap);
                })
                .limit(wraps)
                .toList();
    }

    @Benchmark
    public MerkleTree preferredProvider() {
        return MerkleTree.of(preferred, leaves);
    }

    @Benchmark
    public MerkleTree bouncyCastleYardstick() {
        return MerkleTree.of(bouncyCastle, leaves);
    }
}
