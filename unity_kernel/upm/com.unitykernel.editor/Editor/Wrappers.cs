using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.InteropServices;
using Python.Runtime;
using static UnityKernel.Internals;

namespace UnityKernel
{
    /// <summary>
    /// pythonnet's books: every Python object that stands for something of .NET, by address, and the handle inside it that
    /// leads there. Main thread, with Python's lock held.
    /// </summary>
    /// <remarks>Uses pythonnet's internals: where one of them is missing, there are no books.</remarks>
    internal sealed class Wrappers
    {
        readonly ConcurrentDictionary<IntPtr, byte> objects = Book("CLRObject", "reflectedObjects");
        readonly ConcurrentDictionary<IntPtr, byte> extensions = Book("ExtensionType", "loadedExtensions");
        readonly FieldInfo instance = Required(TypeNamed("CLRObject").GetField("inst", Members));
        readonly ConstructorInfo wrap = Required(TypeNamed("CLRObject").GetConstructor(Members, null, new[] { typeof(object) }, null));

        readonly FieldInfo pointer = Required(typeof(PyObject).GetField("rawPtr", Members));

        /// <summary>Where a Python type says at which offset its instances keep their handle.</summary>
        readonly int handleOffset = (int)Required(TypeNamed("ManagedType+Offsets").GetProperty("tp_clr_inst_offset", Statics)).GetValue(null, null);

        /// <summary>The books, or null where this pythonnet is not the one that this class knows.</summary>
        internal static Wrappers Find()
        {
            Version version = Pythonnet.GetName().Version;
            if (version.Major != 3 || version.Minor != 2)
            {
                return null;
            }
            try
            {
                return new Wrappers();
            }
            catch (Exception error) when (error is MissingMemberException || error is InvalidCastException)
            {
                return null;
            }
        }

        /// <summary>
        /// Tells pythonnet again where types keep their dictionary. It learns that in the process's first domain only, and
        /// without it setting an attribute of a type, as pickling an object does, ends the process.
        /// </summary>
        internal static void MendTypes()
        {
            Type metatype = Pythonnet.GetType("Python.Runtime.MetaType");
            FieldInfo field = metatype == null ? null : metatype.GetField("TypeDictOffset", Statics);
            if (field == null || field.FieldType != typeof(int) || (int)field.GetValue(null) >= 0)
            {
                return;
            }
            using (PyObject builtins = Py.Import("builtins"))
            using (PyObject type = builtins.GetAttr("type"))
            using (PyObject offset = type.GetAttr("__dictoffset__"))
            {
                field.SetValue(null, offset.As<int>());
            }
        }

        /// <summary>Every .NET object that Python holds, by the address of its wrapper.</summary>
        internal List<KeyValuePair<IntPtr, object>> Objects()
        {
            return Living(objects, each => instance.GetValue(each));
        }

        /// <summary>
        /// What else of pythonnet's Python holds, by address: methods bound to an object, iterators, namespaces, members of
        /// types.
        /// </summary>
        internal List<KeyValuePair<IntPtr, object>> Extensions()
        {
            return Living(extensions, each => each);
        }

        /// <summary>The address of the object that a bound method or event is bound to; zero for anything else.</summary>
        internal IntPtr TargetOf(object extension)
        {
            FieldInfo field = extension.GetType().GetField("target", Members);
            var target = field == null ? null : field.GetValue(extension) as PyObject;
            return target == null ? IntPtr.Zero : (IntPtr)pointer.GetValue(target);
        }

        /// <summary>Takes an object out of the books: until <see cref="Bind"/> it stands for nothing.</summary>
        internal void Release(IntPtr wrapper)
        {
            byte ignored;
            objects.TryRemove(wrapper, out ignored);
            extensions.TryRemove(wrapper, out ignored);
            IntPtr place = wrapper + OffsetIn(wrapper);
            GCHandle.FromIntPtr(Marshal.ReadIntPtr(place)).Free();
            Marshal.WriteIntPtr(place, IntPtr.Zero);
        }

        /// <summary>Makes a Python object that <see cref="Release"/> took out, in this domain or another, stand for a .NET object.</summary>
        internal void Bind(IntPtr wrapper, object target)
        {
            GCHandle handle = GCHandle.Alloc(wrap.Invoke(new[] { target }));
            Marshal.WriteIntPtr(wrapper + OffsetIn(wrapper), GCHandle.ToIntPtr(handle));
            objects.TryAdd(wrapper, 0);
        }

        /// <summary>
        /// The living entries of a book. Those whose .NET half has gone leave it: pythonnet 3.2 saves its books when a
        /// domain ends and throws a NullReferenceException at such an entry, for example after a dead instance of a Python
        /// class with <c>__namespace__</c>.
        /// </summary>
        List<KeyValuePair<IntPtr, object>> Living(ConcurrentDictionary<IntPtr, byte> book, Func<object, object> content)
        {
            var living = new List<KeyValuePair<IntPtr, object>>();
            foreach (IntPtr wrapper in new List<IntPtr>(book.Keys))
            {
                int offset = OffsetIn(wrapper);
                IntPtr handle = offset == 0 ? IntPtr.Zero : Marshal.ReadIntPtr(wrapper, offset);
                object target = handle == IntPtr.Zero ? null : GCHandle.FromIntPtr(handle).Target;
                if (target == null)
                {
                    byte ignored;
                    book.TryRemove(wrapper, out ignored);
                }
                else
                {
                    living.Add(new KeyValuePair<IntPtr, object>(wrapper, content(target)));
                }
            }
            return living;
        }

        int OffsetIn(IntPtr wrapper)
        {
            IntPtr type = Marshal.ReadIntPtr(wrapper, IntPtr.Size); // PyObject: reference count, type
            return Marshal.ReadInt32(type, handleOffset);
        }

        static ConcurrentDictionary<IntPtr, byte> Book(string type, string field)
        {
            return (ConcurrentDictionary<IntPtr, byte>)Required(TypeNamed(type).GetField(field, Statics)).GetValue(null);
        }
    }
}
