using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization.Formatters.Binary;
using System.Threading;
using UnityEditor;
using UnityEditor.Compilation;
using UnityEngine;

namespace MonoHost
{
    /// <summary>The editor between two domain reloads: everything of it lives in one AppDomain.</summary>
    sealed class EditorDomain : MarshalByRefObject
    {
        static readonly string[] Assemblies = { "UnityEngine", "UnityEditor", "UnityKernel.Editor", Scripts.Assembly };

        public override object InitializeLifetimeService()
        {
            return null;
        }

        /// <summary>Loads the assemblies, puts the scene back, runs what is to run on load.</summary>
        internal void Start(string project, string log, int reloads, byte[] state, string[] compileErrors)
        {
            Controls.Reloads = reloads;
            Application.MainThread = Thread.CurrentThread;
            Application.dataPath = Path.Combine(project, "Assets");
            Application.consoleLogPath = log;
            Application.unityVersion = Project.Version(project);
            Application.isBatchMode = true;
            Assembly[] loaded = Assemblies.Select(Load).Where(assembly => assembly != null).ToArray();
            if (state != null)
            {
                Restore((EditorState)new BinaryFormatter().Deserialize(new MemoryStream(state)));
            }
            else
            {
                Project.OpenScene(project);
            }
            foreach (Assembly assembly in loaded)
            {
                foreach (Type type in assembly.GetTypes().Where(type => type.IsDefined(typeof(InitializeOnLoadAttribute), false)))
                {
                    RuntimeHelpers.RunClassConstructor(type.TypeHandle);
                }
            }
            AssemblyReloadEvents.FireAfter();
            if (PlayMode.Current.Wanted == true)
            {
                PlayMode.Current.Begin();
            }
            Screen.Watch();
            if (compileErrors != null)
            {
                ReportCompilation(compileErrors);
            }
        }

        /// <summary>The main loop.</summary>
        /// <returns>True at the editor's end, false at a domain reload.</returns>
        internal bool Run()
        {
            EditorUtility.ReloadRequested = false;
            EditorApplication.isCompiling = false;
            var clock = Stopwatch.StartNew();
            while (true)
            {
                TimeSpan due = clock.Elapsed + TimeSpan.FromSeconds(1 / Controls.Rate);
                EditorApplication.Tick();
                Controls.Ticks++;
                if (EditorApplication.ExitCode != null)
                {
                    return true;
                }
                if (EditorUtility.ReloadRequested)
                {
                    EditorApplication.isCompiling = true;
                    return false;
                }
                TimeSpan rest = due - clock.Elapsed;
                EditorApplication.Signal.WaitOne(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
            }
        }

        internal int? ExitCode()
        {
            return EditorApplication.ExitCode;
        }

        /// <summary>Reports errors of the compiler; the domain stays, as in Unity.</summary>
        internal void ReportCompilation(string[] errors)
        {
            CompilerMessage[] messages = errors
                .Select(text => new CompilerMessage { message = text, type = CompilerMessageType.Error })
                .ToArray();
            CompilationPipeline.Finish("Library/ScriptAssemblies/" + Scripts.Assembly + ".dll", messages);
        }

        /// <summary>Prepares for the domain's end; returns what is to be in the next one.</summary>
        internal byte[] Stop()
        {
            AssemblyReloadEvents.FireBefore();
            var bytes = new MemoryStream();
            new BinaryFormatter().Serialize(bytes, new EditorState
            {
                World = World.Save(),
                SessionState = SessionState.Values,
                PlayMode = PlayMode.Save(),
                Rate = Controls.Rate,
            });
            return bytes.ToArray();
        }

        static void Restore(EditorState state)
        {
            World.Load(state.World);
            SessionState.Values = state.SessionState;
            PlayMode.Restore(state.PlayMode);
            Controls.Rate = state.Rate;
        }

        static Assembly Load(string name)
        {
            string path = Path.Combine(AppDomain.CurrentDomain.BaseDirectory, name + ".dll");
            return File.Exists(path) ? Assembly.Load(name) : null;
        }
    }
}
