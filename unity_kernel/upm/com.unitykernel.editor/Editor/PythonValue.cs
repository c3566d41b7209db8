using System.Collections.Generic;
using System.Linq;
using Python.Runtime;

namespace UnityKernel
{
    /// <summary>Plain values from Python: null, bool, long, double, string, and lists and dictionaries of them.</summary>
    internal static class PythonValue
    {
        /// <summary>The .NET value. Python's lock is held.</summary>
        internal static object Read(PyObject value)
        {
            using (PyType type = value.GetPythonType())
            {
                switch (type.Name)
                {
                    case "NoneType": return null;
                    case "bool": return value.As<bool>();
                    case "int": return value.As<long>();
                    case "float": return value.As<double>();
                    case "str": return value.As<string>();
                    case "list": return new PyIterable(value).Select(Read).ToArray();
                    case "dict": return ReadDictionary(new PyDict(value));
                    default: return value.ToString();
                }
            }
        }

        static Dictionary<string, object> ReadDictionary(PyDict value)
        {
            var read = new Dictionary<string, object>();
            foreach (PyObject key in value.Keys())
            {
                read[key.ToString()] = Read(value[key]);
            }
            return read;
        }
    }
}
