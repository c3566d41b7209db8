using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.InteropServices;
using Python.Runtime;

namespace UnityKernel
{
    /// <summary>
    /// Takes objects whose .NET half has gone out of pythonnet's books. pythonnet 3.2 saves its books when a domain ends
    /// and throws a NullReferenceException at such an entry, for example after a dead instance of a Python class with
    /// <c>__namespace__</c>.
    /// </summary>
    /// <remarks>Uses pythonnet's internals; where they look different, it does nothing.</remarks>
    internal static class DeadWrappers
    {
        const BindingFlags Statics = BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static;

        /// <summary>Main thread, with Python's lock held.</summary>
        internal static void Forget()
        {
            try
            {
                Assembly pythonnet = typeof(PythonEngine).Assembly;
                int offset = HandleOffset(pythonnet);
                if (offset <= 0)
                {
                    return;
                }
                Forget(Book(pythonnet, "Python.Runtime.CLRObject", "reflectedObjects"), offset);
                Forget(Book(pythonnet, "Python.Runtime.ExtensionType", "loadedExtensions"), offset);
            }
            catch (Exception error)
            {
                Messages.Error("Preparing Python for the domain reload", error);
            }
        }

        /// <summary>Where a Python type says at which offset its instances keep their .NET half.</summary>
        static int HandleOffset(Assembly pythonnet)
        {
            Type offsets = pythonnet.GetType("Python.Runtime.ManagedType+Offsets");
            PropertyInfo property = offsets == null ? null : offsets.GetProperty("tp_clr_inst_offset", Statics);
            FieldInfo field = offsets == null ? null : offsets.GetField("tp_clr_inst_offset", Statics);
            object value = property != null ? property.GetValue(null, null) : field != null ? field.GetValue(null) : null;
            return value is IntPtr ? (int)(IntPtr)value : Convert.ToInt32(value);
        }

        static ConcurrentDictionary<IntPtr, byte> Book(Assembly pythonnet, string type, string field)
        {
            Type owner = pythonnet.GetType(type);
            FieldInfo info = owner == null ? null : owner.GetField(field, Statics);
            return info == null ? null : info.GetValue(null) as ConcurrentDictionary<IntPtr, byte>;
        }

        static void Forget(ConcurrentDictionary<IntPtr, byte> book, int typeOffset)
        {
            if (book == null)
            {
                return;
            }
            foreach (IntPtr wrapper in new List<IntPtr>(book.Keys))
            {
                IntPtr type = Marshal.ReadIntPtr(wrapper, IntPtr.Size); // PyObject: reference count, type
                int offset = Marshal.ReadInt32(type, typeOffset);
                IntPtr handle = offset == 0 ? IntPtr.Zero : Marshal.ReadIntPtr(wrapper, offset);
                if (handle == IntPtr.Zero || GCHandle.FromIntPtr(handle).Target == null)
                {
                    byte ignored;
                    book.TryRemove(wrapper, out ignored);
                }
            }
        }
    }
}
