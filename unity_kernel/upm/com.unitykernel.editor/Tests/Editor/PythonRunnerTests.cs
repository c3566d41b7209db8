using System;
using System.IO;
using NUnit.Framework;
using Python.Runtime;
using UnityEditor.Scripting.Python;
using UnityEngine;

namespace UnityKernel.Tests
{
    /// <summary>Python in this editor. Left out in a project that has no Python yet.</summary>
    internal sealed class PythonRunnerTests
    {
        const string Scope = "UnityKernel.Tests";

        [SetUp]
        public void StartPython()
        {
            try
            {
                Settings.Load(ServerLife.Project);
            }
            catch (SettingsException error)
            {
                Assert.Ignore(error.Message);
            }
            PythonRunner.EnsureInitialized();
        }

        [Test]
        public void StringOfSeveralLinesMakesAnObject()
        {
            PythonRunner.RunString("import UnityEngine\nname = \"made by 'Python'\"\nUnityEngine.GameObject(name)", Scope);
            GameObject made = GameObject.Find("made by 'Python'");
            Assert.That(made != null);
            UnityEngine.Object.DestroyImmediate(made);
        }

        [Test]
        public void ScopeKeepsItsNames()
        {
            PythonRunner.RunString("answer = 42", Scope);
            PythonRunner.RunString("assert answer == 42", Scope);
        }

        [Test]
        public void FileRuns()
        {
            string path = Path.GetTempFileName();
            File.WriteAllText(path, "import UnityEngine\nUnityEngine.GameObject(__name__)\n");
            PythonRunner.RunFile(path);
            File.Delete(path);
            GameObject made = GameObject.Find("__main__");
            Assert.That(made != null);
            UnityEngine.Object.DestroyImmediate(made);
        }

        [Test]
        public void WrongArgumentsAreRefused()
        {
            Assert.Throws<ArgumentNullException>(() => PythonRunner.RunString(null));
            Assert.Throws<ArgumentNullException>(() => PythonRunner.RunFile(null));
            Assert.Throws<FileNotFoundException>(() => PythonRunner.RunFile("Assets/there is no such file.py"));
        }

        [Test]
        public void PythonTellsItsEnvironment()
        {
            using (Py.GIL())
            using (PyObject sys = Py.Import("sys"))
            using (PyObject executable = sys.GetAttr("executable"))
            {
                Assert.That(File.Exists(executable.ToString()));
            }
        }
    }
}
