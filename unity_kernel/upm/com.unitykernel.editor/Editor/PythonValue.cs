using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using Python.Runtime;

namespace UnityKernel
{
    /// <summary>
    /// Plain values between C# and Python: null, bool, numbers, string, and lists and dictionaries of them. Others do not
    /// cross to another process. Python's lock is held.
    /// </summary>
    internal static class PythonValue
    {
        /// <summary>The .NET value: null, bool, long, double, string, object[] or Dictionary&lt;string, object&gt;.</summary>
        /// <exception cref="ArgumentException">An integer has more than 64 bits, or it is no plain value.</exception>
        internal static object Read(PyObject value)
        {
            using (PyType type = value.GetPythonType())
            {
                switch (type.Name)
                {
                    case "NoneType": return null;
                    case "bool": return value.As<bool>();
                    case "int": return ReadInteger(value);
                    case "float": return value.As<double>();
                    case "str": return value.As<string>();
                    case "list": return ReadList(value);
                    case "dict": return ReadDictionary(value);
                    default: throw new ArgumentException("Python's " + value + " is no plain value, but a " + type.Name + ".");
                }
            }
        }

        /// <summary>The Python value, to be disposed of by the caller.</summary>
        /// <exception cref="ArgumentException">It is no plain value.</exception>
        internal static PyObject Write(object value)
        {
            if (value == null)
            {
                return Runtime.None;
            }
            var python = value as PyObject;
            if (python != null)
            {
                return Write(Read(python)); // the caller is Python itself
            }
            if (value is bool || value is string || IsNumber(value))
            {
                return value.ToPython();
            }
            var dictionary = value as IDictionary;
            if (dictionary != null)
            {
                return WriteDictionary(dictionary);
            }
            var sequence = value as IEnumerable;
            if (sequence != null)
            {
                return WriteList(sequence);
            }
            throw new ArgumentException("A client takes null, booleans, numbers, strings, and lists and dictionaries of them; "
                + "this is a " + value.GetType().FullName + ": " + value);
        }

        static bool IsNumber(object value)
        {
            TypeCode code = Type.GetTypeCode(value.GetType());
            return !value.GetType().IsEnum && code >= TypeCode.SByte && code <= TypeCode.Double;
        }

        static object ReadInteger(PyObject value)
        {
            try
            {
                return value.As<long>();
            }
            catch (Exception error) when (error is OverflowException || error is InvalidCastException)
            {
                throw new ArgumentException("Python's integer " + value + " has more than 64 bits.", error);
            }
        }

        static object[] ReadList(PyObject value)
        {
            var read = new object[value.Length()];
            for (int index = 0; index < read.Length; index++)
            {
                using (PyObject item = value[index])
                {
                    read[index] = Read(item);
                }
            }
            return read;
        }

        static Dictionary<string, object> ReadDictionary(PyObject value)
        {
            var read = new Dictionary<string, object>();
            using (var dictionary = new PyDict(value))
            using (PyIterable keys = dictionary.Keys())
            {
                foreach (PyObject key in keys)
                {
                    using (key)
                    using (PyObject item = value[key])
                    {
                        read[key.ToString()] = Read(item);
                    }
                }
            }
            return read;
        }

        static PyObject WriteDictionary(IDictionary value)
        {
            var written = new PyDict();
            foreach (DictionaryEntry entry in value)
            {
                using (PyObject item = Write(entry.Value))
                {
                    written.SetItem(Convert.ToString(entry.Key), item);
                }
            }
            return written;
        }

        static PyObject WriteList(IEnumerable value)
        {
            PyObject[] items = value.Cast<object>().Select(Write).ToArray();
            try
            {
                return new PyList(items);
            }
            finally
            {
                foreach (PyObject item in items)
                {
                    item.Dispose();
                }
            }
        }
    }
}
