package org.wardkey.conformance;

/** What became of one test; every test of a file ends in exactly one of these. */
public enum Outcome {
    /** The provider did what the vector asks for. */
    PASS,
    /** The provider did something else: a wrong answer, a refused valid input, an accepted invalid one. */
    FAIL,
    /** The test lies outside what the provider, or this module, declares to cover. */
    OUTSIDE_CAPABILITY,
    /** The JCA has no way to ask the question, for example a message of 13 bits. */
    NOT_EXPRESSIBLE
}
