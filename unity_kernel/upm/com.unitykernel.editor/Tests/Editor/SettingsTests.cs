using System.IO;
using NUnit.Framework;

namespace UnityKernel.Tests
{
    /// <summary>The project's settings: read, written, refused.</summary>
    internal sealed class SettingsTests
    {
        string project;
        string python;

        [SetUp]
        public void MakeProject()
        {
            project = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            Directory.CreateDirectory(project);
            python = Path.Combine(project, "python");
            File.WriteAllText(python, "");
        }

        [TearDown]
        public void RemoveProject()
        {
            Directory.Delete(project, true);
        }

        [Test]
        public void ProjectWithoutSettingsNamesTheRemedy()
        {
            Assert.That(Settings.Read(project), Is.Null);
            var error = Assert.Throws<SettingsException>(() => Settings.Load(project));
            Assert.That(error.Message.Contains("unity-kernel setup"), error.Message);
        }

        [Test]
        public void SavedSettingsAreReadAgain()
        {
            new Settings { python = python, libpython = python, start = false, transport = "tcp" }.Save(project);
            Settings read = Settings.Load(project);
            Assert.That(read.python, Is.EqualTo(python));
            Assert.That(read.libpython, Is.EqualTo(python));
            Assert.That(read.start, Is.False);
            Assert.That(read.transport, Is.EqualTo("tcp"));
        }

        [Test]
        public void PythonThatIsNotThereIsNamed()
        {
            new Settings { python = python + "-gone", libpython = python }.Save(project);
            var error = Assert.Throws<SettingsException>(() => Settings.Load(project));
            Assert.That(error.Message.Contains(python + "-gone"), error.Message);
        }

        [Test]
        public void FileThatIsNoJsonIsNamed()
        {
            new Settings().Save(project);
            File.WriteAllText(Path.Combine(project, Settings.Path), "python: here");
            var error = Assert.Throws<SettingsException>(() => Settings.Read(project));
            Assert.That(error.Message.Contains("is no JSON"), error.Message);
        }
    }
}
