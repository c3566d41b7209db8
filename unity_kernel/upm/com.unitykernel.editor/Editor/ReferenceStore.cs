using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace UnityKernel
{
    /// <summary>
    /// Carries what Python still holds of .NET through a domain reload: the same Python object stands for the new object
    /// with the old identity. In between it lies in a block of memory that belongs to no domain, which Python knows:
    /// the block's length, how many references there are, the addresses of their Python objects (8 bytes each), and for each
    /// a <see cref="SavedReference"/>.
    /// </summary>
    internal static class ReferenceStore
    {
        /// <summary>Between what Python is told of one lost object and the next.</summary>
        const char Record = '\u001e';

        /// <summary>Between the fields of such a record.</summary>
        const char Field = '\u001f';

        /// <summary>Saves everything, and takes it out of pythonnet's books. Main thread, with Python's lock held.</summary>
        /// <returns>The block; zero where this pythonnet's books cannot be read.</returns>
        internal static IntPtr Save()
        {
            Wrappers wrappers = Wrappers.Find();
            if (wrappers == null)
            {
                return IntPtr.Zero;
            }
            var addresses = new List<IntPtr>();
            var references = new List<SavedReference>();
            var known = new Dictionary<object, int>(new ByReference());
            foreach (KeyValuePair<IntPtr, object> each in wrappers.Objects())
            {
                int first;
                if (known.TryGetValue(each.Value, out first))
                {
                    references.Add(new SavedReference { Kind = ReferenceKind.Same, Link = first });
                }
                else
                {
                    known.Add(each.Value, references.Count);
                    references.Add(SavedReference.Of(each.Value));
                }
                addresses.Add(each.Key);
                wrappers.Release(each.Key);
            }
            foreach (KeyValuePair<IntPtr, object> each in wrappers.Extensions())
            {
                IntPtr target = wrappers.TargetOf(each.Value);
                if (target != IntPtr.Zero)
                {
                    references.Add(new SavedReference { Kind = ReferenceKind.Bound, Link = (long)target });
                    addresses.Add(each.Key);
                }
                else if (!each.Value.GetType().IsSerializable)
                {
                    // An iterator, a table of overloads: pythonnet cannot save it, and would stumble over it.
                    references.Add(new SavedReference());
                    addresses.Add(each.Key);
                    wrappers.Release(each.Key);
                }
            }
            return Write(addresses, references);
        }

        /// <summary>Binds what there is in this domain, and frees the block. Main thread, with Python's lock held.</summary>
        /// <returns>
        /// What is lost, for Python to bury: records of number, "1" for an object of Unity's, hash code, detail.
        /// </returns>
        internal static string Restore(IntPtr block)
        {
            var addresses = new List<IntPtr>();
            List<SavedReference> references = Read(block, addresses);
            Wrappers wrappers = Wrappers.Find();
            var types = new Dictionary<string, Type>();
            Func<string, Type> find = name =>
            {
                Type type;
                if (!types.TryGetValue(name, out type))
                {
                    type = name == "" ? null : Type.GetType(name, throwOnError: false);
                    types[name] = type;
                }
                return type;
            };
            var loaded = new object[references.Count];
            var lost = new HashSet<long>();
            var told = new StringBuilder();
            for (int i = 0; i < references.Count; i++)
            {
                SavedReference each = references[i];
                if (each.Kind == ReferenceKind.Bound)
                {
                    if (lost.Contains(each.Link))
                    {
                        wrappers.Release(addresses[i]);
                        Tell(told, i, each);
                    }
                    continue;
                }
                if (each.Kind == ReferenceKind.Same)
                {
                    loaded[i] = loaded[each.Link];
                    each = references[(int)each.Link];
                }
                else
                {
                    loaded[i] = wrappers == null ? null : Load(each, find);
                }
                if (ReferenceEquals(loaded[i], null))
                {
                    lost.Add((long)addresses[i]);
                    Tell(told, i, each);
                }
                else
                {
                    wrappers.Bind(addresses[i], loaded[i]);
                }
            }
            return told.ToString();
        }

        static object Load(SavedReference reference, Func<string, Type> find)
        {
            try
            {
                return reference.Load(find);
            }
            catch (Exception error)
            {
                // Whatever a script's edit has done to one type: the others come back.
                Messages.Error("Bringing an object of type " + reference.TypeName + " back after the domain reload", error);
                return null;
            }
        }

        static void Tell(StringBuilder told, int number, SavedReference lost)
        {
            if (told.Length > 0)
            {
                told.Append(Record);
            }
            string detail = lost.Detail.Replace(Record, ' ').Replace(Field, ' ').Replace('\0', ' ');
            string isUnitys = lost.Kind == ReferenceKind.UnityObject ? "1" : "";
            told.Append(number).Append(Field).Append(isUnitys).Append(Field).Append(lost.Hash).Append(Field).Append(detail);
        }

        static IntPtr Write(List<IntPtr> addresses, List<SavedReference> references)
        {
            var bytes = new MemoryStream();
            var writer = new BinaryWriter(bytes);
            writer.Write(0L);
            writer.Write((long)addresses.Count);
            foreach (IntPtr address in addresses)
            {
                writer.Write((long)address);
            }
            foreach (SavedReference reference in references)
            {
                reference.Write(writer);
            }
            writer.Flush();
            IntPtr block = Marshal.AllocHGlobal((int)bytes.Length);
            Marshal.Copy(bytes.GetBuffer(), 0, block, (int)bytes.Length);
            Marshal.WriteInt64(block, bytes.Length);
            return block;
        }

        static List<SavedReference> Read(IntPtr block, List<IntPtr> addresses)
        {
            var bytes = new byte[Marshal.ReadInt64(block)];
            Marshal.Copy(block, bytes, 0, bytes.Length);
            Marshal.FreeHGlobal(block);
            var reader = new BinaryReader(new MemoryStream(bytes));
            reader.ReadInt64();
            long count = reader.ReadInt64();
            for (long i = 0; i < count; i++)
            {
                addresses.Add((IntPtr)reader.ReadInt64());
            }
            var references = new List<SavedReference>();
            for (long i = 0; i < count; i++)
            {
                references.Add(SavedReference.Read(reader));
            }
            return references;
        }

        /// <summary>Compares objects by what they are, not by what they say they equal.</summary>
        sealed class ByReference : IEqualityComparer<object>
        {
            bool IEqualityComparer<object>.Equals(object one, object other)
            {
                return ReferenceEquals(one, other);
            }

            int IEqualityComparer<object>.GetHashCode(object each)
            {
                return RuntimeHelpers.GetHashCode(each);
            }
        }
    }
}
