/** Tests of the packed jars from outside: other JVMs, the JDK's tools, kills and crash states. */
package org.wardkey.provider.process;
