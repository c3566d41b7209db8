using System.Text.RegularExpressions;
using NUnit.Framework;
using UnityEngine;

namespace UnityKernel.Tests
{
    /// <summary>Objects are found again by what the editor calls them, in every version.</summary>
    internal sealed class ObjectIdentityTests
    {
        GameObject cube;

        [SetUp]
        public void MakeObject()
        {
            cube = new GameObject("cube");
        }

        [TearDown]
        public void DestroyObject()
        {
            if (cube)
            {
                Object.DestroyImmediate(cube);
            }
        }

        [Test]
        public void ObjectAndComponentAreFoundByTheirOwnIdentities()
        {
            string identity = ObjectIdentity.Of(cube);
            string other = ObjectIdentity.Of(cube.transform);
            Assert.That(identity, Is.Not.EqualTo(other));
            Assert.That(ObjectIdentity.Find(identity), Is.SameAs(cube));
            Assert.That(ObjectIdentity.Find(other), Is.SameAs(cube.transform));
        }

        [Test]
        public void IdentityIsANumberInAnyCulture()
        {
            Assert.That(Regex.IsMatch(ObjectIdentity.Of(cube), "^-?[0-9]+$"));
        }

        [Test]
        public void DestroyedObjectIsNotFound()
        {
            string identity = ObjectIdentity.Of(cube);
            Object.DestroyImmediate(cube);
            Assert.That(ObjectIdentity.Find(identity) == null);
        }

        [TestCase(null)]
        [TestCase("")]
        public void NoIdentityFindsNothing(string identity)
        {
            Assert.That(ObjectIdentity.Find(identity), Is.Null);
        }

        [Test]
        public void LastingIdentityOfWhatNoFileHoldsIsEmpty()
        {
            var memory = ScriptableObject.CreateInstance<Memory>();
            Assert.That(ObjectIdentity.LastingOf(memory), Is.Empty);
            Object.DestroyImmediate(memory);
        }

        [Test]
        public void LastingIdentityFindsItsObject()
        {
            string identity = ObjectIdentity.LastingOf(cube);
            if (identity == "")
            {
                Assert.Ignore("the open scene was never saved: its objects have no lasting identity");
            }
            Assert.That(ObjectIdentity.FindLasting(identity), Is.SameAs(cube));
        }

        [Test]
        public void LastingIdentityOfNoFormFindsNothing()
        {
            Assert.That(ObjectIdentity.FindLasting("no identity"), Is.Null);
        }

        sealed class Memory : ScriptableObject
        {
        }
    }
}
