/** The recipes of {@code docs/recipes}, word for word, with real applications in processes of their own. */
package org.wardkey.provider.installations;
