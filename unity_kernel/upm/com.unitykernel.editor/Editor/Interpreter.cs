using System;
using System.IO;
using Python.Runtime;

namespace UnityKernel
{
    /// <summary>
    /// CPython in this process. It lives as long as the process; what begins and ends with a domain is pythonnet, its
    /// connection to .NET. Main thread only.
    /// </summary>
    internal static class Interpreter
    {
        /// <summary>Settings of other Pythons, which would lead ours astray.</summary>
        internal static readonly string[] ForeignVariables =
        {
            "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "PYTHONNET_PYDLL",
        };

        const string ReloadModule = "unity_kernel.unity.reload";

        static IntPtr threadState;

        internal static bool IsRunning { get; private set; }

        /// <summary>Starts Python, or connects to it after a domain reload; releases its global lock.</summary>
        /// <exception cref="SettingsException">The settings name a Python that cannot be loaded.</exception>
        internal static void Start(Settings settings)
        {
            if (IsRunning)
            {
                return;
            }
            foreach (string name in ForeignVariables)
            {
                Environment.SetEnvironmentVariable(name, null);
            }
            try
            {
                Runtime.PythonDLL = settings.libpython;
                // From the program's name Python finds the virtual environment, as it does when started from a shell.
                // Windows' Python takes it for a path only with backslashes.
                PythonEngine.ProgramName = Path.GetFullPath(settings.python);
                RuntimeData.FormatterFactory = () => new ReloadFormatter();
                RuntimeData.WrappersStorer = new EmptyStore();
                PythonEngine.Initialize(setSysArgv: false, initSigs: false);
            }
            catch (Exception error)
            {
                // Whatever pythonnet throws here (half a dozen types, one of them internal), this library is the reason.
                throw new SettingsException("Python cannot be loaded from " + settings.libpython + ": " + error.GetBaseException().Message
                    + " It must be a 64-bit CPython, 3.11 or newer, of the same version as " + settings.python
                    + ". `unity-kernel setup` writes a pair that fits; then restart Unity.");
            }
            IsRunning = true;
            try
            {
                Thaw();
            }
            catch (PythonException error) when (error.Type.Name == "ModuleNotFoundError")
            {
                throw new SettingsException("Python " + PythonEngine.Version.Split(' ')[0] + ", loaded from " + settings.libpython
                    + ", has no unity-kernel (" + error.Message + "). If " + settings.python + " is of another version, run"
                    + " `unity-kernel setup` on this project again; otherwise install it there: " + settings.python
                    + " -m pip install \"unity-kernel[unity]\". Then restart Unity.");
            }
            finally
            {
                threadState = PythonEngine.BeginAllowThreads();
            }
        }

        /// <summary>Disconnects Python from this domain, which is about to be unloaded.</summary>
        internal static void Stop()
        {
            if (!IsRunning)
            {
                return;
            }
            IsRunning = false;
            PythonEngine.EndAllowThreads(threadState);
            try
            {
                Freeze();
            }
            finally
            {
                QuickShutdown quick = QuickShutdown.Find();
                if (quick != null)
                {
                    quick.Run();
                }
                else
                {
                    PythonEngine.Shutdown();
                }
            }
        }

        static void Freeze()
        {
            // From here to `hold` pythonnet must not let go of an object whose address has been noted.
            Finalizer.Instance.Threshold = int.MaxValue;
            using (PyObject module = Py.Import(ReloadModule))
            {
                module.InvokeMethod("freeze").Dispose();
                IntPtr saved = IntPtr.Zero;
                try
                {
                    saved = ReferenceStore.Save();
                }
                catch (Exception error)
                {
                    Messages.Error("Saving what variables hold over the domain reload", error); // all of it is lost, then
                }
                using (PyObject block = ((long)saved).ToPython())
                {
                    module.InvokeMethod("hold", block).Dispose();
                }
            }
        }

        static void Thaw()
        {
            Wrappers.MendTypes();
            using (PyObject module = Py.Import(ReloadModule))
            {
                long block;
                using (PyObject held = module.InvokeMethod("thaw"))
                {
                    block = held.As<long>();
                }
                string lost = "";
                try
                {
                    lost = block == 0 ? "" : ReferenceStore.Restore((IntPtr)block);
                }
                catch (Exception error)
                {
                    Messages.Error("Bringing back what variables held before the domain reload", error); // they say so
                }
                using (var text = new PyString(lost))
                using (PyObject warning = module.InvokeMethod("bury", text))
                {
                    if (warning.ToString() != "")
                    {
                        Messages.Warn(warning.ToString());
                    }
                }
            }
        }
    }
}
