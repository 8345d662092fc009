package org.mayfly.config;

import java.util.Arrays;
import java.util.Comparator;

/** Finds the setting somebody probably meant, by the number of letters that differ. */
final class Spelling {
    private Spelling() {}

    static Setting nearest(String variable) {
        return Arrays.stream(Setting.values())
                .min(Comparator.comparingInt(setting -> distance(variable, setting.variable())))
                .orElseThrow();
    }

    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        Arrays.setAll(previous, column -> column);
        for (int row = 1; row <= left.length(); row++) {
            int[] current = new int[right.length() + 1];
            current[0] = row;
            for (int column = 1; column <= right.length(); column++) {
                int changed = previous[column - 1] + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(changed, 1 + Math.min(previous[column], current[column - 1]));
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
