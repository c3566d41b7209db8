using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Serialization;
using System.Text;

namespace UnityKernel
{
    /// <summary>
    /// Numbers and structs that hold nothing but numbers: what may be copied into another domain as it is. Pointers and
    /// handles are numbers too, but what they point at is gone by then.
    /// </summary>
    internal static class PlainData
    {
        const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

        static readonly Dictionary<Type, string> Layouts = new Dictionary<Type, string>();

        internal static bool Fits(Type type)
        {
            return Layout(type) != "";
        }

        /// <summary>The names and types of a struct's fields, by which its definition is known again; empty for what does not fit.</summary>
        internal static string Layout(Type type)
        {
            string layout;
            if (!Layouts.TryGetValue(type, out layout))
            {
                layout = Describe(type);
                Layouts[type] = layout;
            }
            return layout;
        }

        internal static byte[] Save(object value)
        {
            var bytes = new MemoryStream();
            Save(value, bytes);
            return bytes.ToArray();
        }

        internal static object Load(Type type, byte[] bytes)
        {
            int position = 0;
            return Load(type, bytes, ref position);
        }

        internal static byte[] SaveArray(Array array)
        {
            Type element = array.GetType().GetElementType();
            if (element.IsPrimitive)
            {
                var copy = new byte[Buffer.ByteLength(array)];
                Buffer.BlockCopy(array, 0, copy, 0, copy.Length);
                return copy;
            }
            var bytes = new byte[array.Length * Marshal.SizeOf(element)];
            GCHandle pin = GCHandle.Alloc(array, GCHandleType.Pinned);
            try
            {
                Marshal.Copy(pin.AddrOfPinnedObject(), bytes, 0, bytes.Length);
            }
            finally
            {
                pin.Free();
            }
            return bytes;
        }

        internal static Array LoadArray(Type element, byte[] bytes)
        {
            if (element.IsPrimitive)
            {
                int size = Buffer.ByteLength(Array.CreateInstance(element, 1));
                Array numbers = Array.CreateInstance(element, bytes.Length / size);
                Buffer.BlockCopy(bytes, 0, numbers, 0, bytes.Length);
                return numbers;
            }
            Array array = Array.CreateInstance(element, bytes.Length / Marshal.SizeOf(element));
            GCHandle pin = GCHandle.Alloc(array, GCHandleType.Pinned);
            try
            {
                Marshal.Copy(bytes, 0, pin.AddrOfPinnedObject(), bytes.Length);
            }
            finally
            {
                pin.Free();
            }
            return array;
        }

        static string Describe(Type type)
        {
            if (type.IsPrimitive)
            {
                return type == typeof(IntPtr) || type == typeof(UIntPtr) ? "" : type.Name;
            }
            if (type.IsEnum)
            {
                return Describe(Enum.GetUnderlyingType(type));
            }
            if (!type.IsValueType)
            {
                return "";
            }
            var description = new StringBuilder("{");
            foreach (FieldInfo field in type.GetFields(Fields))
            {
                // A pointer is no value type. Of a fixed buffer, reflection shows the first element only.
                string layout = field.IsDefined(typeof(FixedBufferAttribute), false) ? "" : Describe(field.FieldType);
                if (layout == "")
                {
                    return "";
                }
                description.Append(field.Name).Append(':').Append(layout).Append(';');
            }
            return description.Append('}').ToString();
        }

        static void Save(object value, MemoryStream bytes)
        {
            Type type = value.GetType();
            if (type.IsPrimitive)
            {
                Array single = Array.CreateInstance(type, 1);
                single.SetValue(value, 0);
                byte[] copy = SaveArray(single);
                bytes.Write(copy, 0, copy.Length);
                return;
            }
            if (type.IsEnum)
            {
                Save(Convert.ChangeType(value, Enum.GetUnderlyingType(type)), bytes);
                return;
            }
            foreach (FieldInfo field in type.GetFields(Fields))
            {
                Save(field.GetValue(value), bytes);
            }
        }

        static object Load(Type type, byte[] bytes, ref int position)
        {
            if (type.IsPrimitive)
            {
                Array single = Array.CreateInstance(type, 1);
                int size = Buffer.ByteLength(single);
                Buffer.BlockCopy(bytes, position, single, 0, size);
                position += size;
                return single.GetValue(0);
            }
            if (type.IsEnum)
            {
                return Enum.ToObject(type, Load(Enum.GetUnderlyingType(type), bytes, ref position));
            }
            object loaded = FormatterServices.GetUninitializedObject(type);
            foreach (FieldInfo field in type.GetFields(Fields))
            {
                field.SetValue(loaded, Load(field.FieldType, bytes, ref position));
            }
            return loaded;
        }
    }
}
