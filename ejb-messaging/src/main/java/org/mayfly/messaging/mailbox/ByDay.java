package org.mayfly.messaging.mailbox;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A batch split by expiry day: a statement that names one day opens one partition, not all of them. */
final class ByDay {

    private ByDay() {}

    static <T> Map<Integer, List<T>> of(Collection<T> rows, Function<T, Integer> day) {
        return rows.stream().collect(Collectors.groupingBy(day, TreeMap::new, Collectors.toList()));
    }
}
