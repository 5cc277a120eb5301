package org.wardkey.sdk.cli.migration;

import java.util.ArrayList;
import java.util.List;

/** The lines in which two texts differ, by their longest common subsequence. */
final class LineDifference {
    /** Beyond it the middle is shown as gone and come altogether: the table would take too much memory. */
    private static final long LARGEST_TABLE = 4_000_000;

    private LineDifference() {}

    static List<String> between(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> fresh = after.lines().toList();
        int start = 0;
        while (start < old.size() && start < fresh.size() && old.get(start).equals(fresh.get(start))) {
            start++;
        }
        int end = 0;
        while (end < old.size() - start
                && end < fresh.size() - start
                && old.get(old.size() - 1 - end).equals(fresh.get(fresh.size() - 1 - end))) {
            end++;
        }
        return middle(old.subList(start, old.size() - end), fresh.subList(start, fresh.size() - end));
    }

    private static List<String> middle(List<String> old, List<String> fresh) {
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        if ((long) old.size() * fresh.size() <= LARGEST_TABLE) {
            int[][] common = common(old, fresh);
            while (i < old.size() && j < fresh.size()) {
                if (old.get(i).equals(fresh.get(j))) {
                    i++;
                    j++;
                } else if (common[i + 1][j] >= common[i][j + 1]) {
                    lines.add("- " + old.get(i++));
                } else {
                    lines.add("+ " + fresh.get(j++));
                }
            }
        }
        old.subList(i, old.size()).forEach(line -> lines.add("- " + line));
        fresh.subList(j, fresh.size()).forEach(line -> lines.add("+ " + line));
        return lines;
    }

    /** How many lines two texts have in common from line i and line j on. */
    private static int[][] common(List<String> old, List<String> fresh) {
        int[][] common = new int[old.size() + 1][fresh.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = fresh.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(fresh.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
