package org.wardkey.sdk.cli.migration;

import java.util.List;

/**
 * A kind of file that can be changed: how it is edited, and how it is read.
 *
 * <p>The edit works on the text and may be wrong about it. What it made is put in place only if reading it, the way that
 * the program itself reads its file, shows the planned difference and no other.
 */
interface Format {
    /**
     * Reads a whole file as the program does.
     *
     * @return all that it says, in its order; comments need not be there
     * @throws UnsafeEditException if something in it is not understood
     */
    List<Content> read(byte[] file) throws UnsafeEditException;

    /**
     * Makes changes in a text and keeps the rest as it is.
     *
     * @param changes with a value where they need one
     * @throws UnsafeEditException if a place is not found
     */
    String edit(String text, List<Change> changes) throws UnsafeEditException;
}
