package org.mayfly.messaging.mailbox;

import org.mayfly.messaging.database.Jdbc;
import org.mayfly.protocol.value.Bytes;

import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Values as the columns of a batch: arrays that a statement unnests. */
final class Columns {

    private Columns() {}

    static <T> Integer[] integers(Collection<T> rows, ToIntFunction<T> value) {
        return rows.stream().map(value::applyAsInt).toArray(Integer[]::new);
    }

    static <T> Long[] longs(Collection<T> rows, ToLongFunction<T> value) {
        return rows.stream().map(value::applyAsLong).toArray(Long[]::new);
    }

    static <T> UUID[] ids(Collection<T> rows, Function<T, Bytes> value) {
        return rows.stream().map(row -> Jdbc.uuid(value.apply(row))).toArray(UUID[]::new);
    }

    static <T> byte[][] bytes(Collection<T> rows, Function<T, Bytes> value) {
        return rows.stream().map(row -> value.apply(row).toArray()).toArray(byte[][]::new);
    }
}
