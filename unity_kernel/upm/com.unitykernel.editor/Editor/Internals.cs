using System;
using System.Reflection;
using Python.Runtime;

namespace UnityKernel
{
    /// <summary>How pythonnet's internals are looked up, by those who know version 3.2 of them.</summary>
    internal static class Internals
    {
        internal const BindingFlags Statics = BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static;
        internal const BindingFlags Members = BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance;

        internal static readonly Assembly Pythonnet = typeof(PythonEngine).Assembly;

        /// <exception cref="MissingMemberException">There is no such type.</exception>
        internal static Type TypeNamed(string name)
        {
            return Required(Pythonnet.GetType("Python.Runtime." + name));
        }

        /// <exception cref="MissingMemberException">The member is null.</exception>
        internal static T Required<T>(T member) where T : class
        {
            if (member == null)
            {
                throw new MissingMemberException();
            }
            return member;
        }
    }
}
