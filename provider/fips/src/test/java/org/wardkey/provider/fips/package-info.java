/** Tests of the validated module; all of this JVM is in approved-only mode. */
package org.wardkey.provider.fips;
