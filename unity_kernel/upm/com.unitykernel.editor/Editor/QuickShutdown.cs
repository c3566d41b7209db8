using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Reflection;
using Python.Runtime;
using static UnityKernel.Internals;

namespace UnityKernel
{
    /// <summary>
    /// <c>PythonEngine.Shutdown</c> of pythonnet 3.2, step by step, but it collects garbage until none is left, which
    /// mostly means twice. pythonnet does so some ninety times, and each time looks at the editor's whole heap.
    /// </summary>
    /// <remarks>Uses pythonnet's internals: where one of them is missing, there is no quick shutdown.</remarks>
    internal sealed class QuickShutdown
    {
        /// <summary>How often garbage is collected at most, if each time brings forth more.</summary>
        const int Rounds = 4;

        readonly Action executeHandlers = Call("PythonEngine", "ExecuteShutdownHandlers");
        readonly Action stash = Call("RuntimeData", "Stash");
        readonly Action[] disconnect =
        {
            Call("AssemblyManager", "Shutdown"), Call("OperatorMethod", "Shutdown"), Call("ImportHook", "Shutdown"),
            Call("Runtime", "ClearClrModules"), Call("Runtime", "RemoveClrRootModule"),
        };

        readonly Action[] forgetTypes =
        {
            Call("ClassManager", "RemoveClasses"), Call("TypeManager", "RemoveTypes"), Call("MetaType", "Release"),
        };

        readonly Action[] forgetRest =
        {
            Call("Finalizer", "Shutdown"), Call("InternString", "Shutdown"), Call("Runtime", "ResetPyMembers"),
        };

        readonly Action exceptions = Call("Exceptions", "Shutdown");
        readonly Action conversions = Call("PyObjectConversions", "Reset");
        readonly Action<IEnumerable<IntPtr>> nullHandles = (Action<IEnumerable<IntPtr>>)Delegate.CreateDelegate(
            typeof(Action<IEnumerable<IntPtr>>), Method("Runtime", "NullGCHandles", typeof(IEnumerable<IntPtr>)));

        readonly MethodInfo disposeAll = Required(TypeNamed("Finalizer").GetMethod("DisposeAll", Members));
        readonly FieldInfo[] lazies = { Field("Runtime", "clrInterop"), Field("Runtime", "inspect"), Field("Runtime", "hexCallable") };
        readonly FieldInfo metatype = Field("Runtime", "PyCLRMetaType");
        readonly FieldInfo creationBlocked = Field("CLRObject", "creationBlocked");
        readonly FieldInfo[] flags =
        {
            Field("Runtime", "_isInitialized"), Field("Runtime", "_typesInitialized"), Field("PythonEngine", "initialized"),
        };

        readonly ConcurrentDictionary<IntPtr, byte> objects =
            (ConcurrentDictionary<IntPtr, byte>)Field("CLRObject", "reflectedObjects").GetValue(null);

        readonly ConcurrentDictionary<IntPtr, byte> extensions =
            (ConcurrentDictionary<IntPtr, byte>)Field("ExtensionType", "loadedExtensions").GetValue(null);

        /// <summary>It, or null where this pythonnet is not the one that it knows.</summary>
        internal static QuickShutdown Find()
        {
            Version version = Pythonnet.GetName().Version;
            if (version.Major != 3 || version.Minor != 2)
            {
                return null;
            }
            try
            {
                return new QuickShutdown();
            }
            catch (Exception error) when (error is MissingMemberException || error is ArgumentException || error is InvalidCastException)
            {
                return null;
            }
        }

        /// <summary>Ends pythonnet in this domain. Main thread, with Python's lock held; lets go of it.</summary>
        internal void Run()
        {
            executeHandlers();
            flags[0].SetValue(null, false);
            Collect();
            stash();
            RunAll(disconnect);
            creationBlocked.SetValue(null, true);
            nullHandles(objects.Keys);
            nullHandles(extensions.Keys);
            RunAll(forgetTypes);
            flags[1].SetValue(null, false);
            ((PyObject)metatype.GetValue(null)).Dispose();
            exceptions();
            foreach (FieldInfo lazy in lazies)
            {
                var value = (Lazy<PyObject>)lazy.GetValue(null);
                if (value.IsValueCreated)
                {
                    value.Value.Dispose();
                }
            }
            conversions();
            Collect();
            RunAll(forgetRest);
            extensions.Clear();
            objects.Clear();
            flags[2].SetValue(null, false);
            PythonEngine.BeginAllowThreads();
        }

        /// <summary>Has .NET find the Python objects that C# let go of, and lets go of them, until there are no more.</summary>
        void Collect()
        {
            for (int round = 0; round < Rounds; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                if ((IntPtr)disposeAll.Invoke(Finalizer.Instance, new object[] { true, true, true }) == IntPtr.Zero)
                {
                    return;
                }
            }
        }

        static void RunAll(Action[] actions)
        {
            foreach (Action action in actions)
            {
                action();
            }
        }

        static Action Call(string type, string method)
        {
            return (Action)Delegate.CreateDelegate(typeof(Action), Method(type, method));
        }

        static MethodInfo Method(string type, string name, params Type[] arguments)
        {
            return Required(TypeNamed(type).GetMethod(name, Statics, null, arguments, null));
        }

        static FieldInfo Field(string type, string name)
        {
            return Required(TypeNamed(type).GetField(name, Statics));
        }
    }
}
