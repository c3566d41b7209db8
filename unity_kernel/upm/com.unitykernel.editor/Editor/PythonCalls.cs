using System;
using Python.Runtime;

namespace UnityKernel
{
    /// <summary>Calls of Python's half. What it raises on purpose becomes an exception of .NET.</summary>
    internal static class PythonCalls
    {
        static int depth;

        /// <summary>Whether one is running now: below it, jobs of kernels and clients may run.</summary>
        internal static bool AreRunning
        {
            get { return depth > 0; }
        }

        /// <summary>Calls a function of the host module.</summary>
        /// <param name="function">Its name.</param>
        /// <param name="arguments">See <see cref="PythonValue.Write"/>.</param>
        /// <returns>See <see cref="PythonValue.Read"/>.</returns>
        /// <exception cref="InvalidOperationException">The server does not run, or Python's half refuses.</exception>
        /// <exception cref="TimeoutException">Something took too long.</exception>
        /// <exception cref="ArgumentException">An argument or the result is no plain value.</exception>
        internal static object Call(string function, params object[] arguments)
        {
            if (!Interpreter.IsRunning)
            {
                throw new InvalidOperationException("The server does not run; call PythonRunner.StartServer first.");
            }
            using (Py.GIL())
            {
                var values = new PyObject[arguments.Length];
                depth++;
                try
                {
                    for (int index = 0; index < values.Length; index++)
                    {
                        values[index] = PythonValue.Write(arguments[index]);
                    }
                    using (PyObject host = Py.Import(Server.HostModule))
                    using (PyObject result = host.InvokeMethod(function, values))
                    {
                        return PythonValue.Read(result);
                    }
                }
                catch (PythonException error) when (IsOurs(error, "WaitTimeout"))
                {
                    throw new TimeoutException(error.Message);
                }
                catch (PythonException error) when (IsOurs(error, "UnityKernelError"))
                {
                    throw new InvalidOperationException(error.Message);
                }
                finally
                {
                    depth--;
                    foreach (PyObject value in values)
                    {
                        if (value != null) // the one before was no plain value
                        {
                            value.Dispose();
                        }
                    }
                }
            }
        }

        /// <summary>Whether an error is of a class of <c>unity_kernel.errors</c>, or below it. With Python's lock held.</summary>
        internal static bool IsOurs(PythonException error, string name)
        {
            using (PyObject errors = Py.Import("unity_kernel.errors"))
            using (PyObject type = errors.GetAttr(name))
            {
                return error.Type.IsSubclass(type);
            }
        }
    }
}
