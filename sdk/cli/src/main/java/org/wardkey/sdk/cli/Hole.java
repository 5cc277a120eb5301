package org.wardkey.sdk.cli;

/**
 * Something that takes protection away on this host.
 *
 * @param code what kind of thing; says what is lost by it and who acts
 * @param found what was found
 */
record Hole(HoleCode code, String found) {}
