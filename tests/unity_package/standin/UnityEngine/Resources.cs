using System;
using System.Linq;

namespace UnityEngine
{
    public sealed class Resources
    {
        public static Object[] FindObjectsOfTypeAll(Type type)
        {
            return World.All().Where(type.IsInstanceOfType).ToArray();
        }

        public static T GetBuiltinResource<T>(string path) where T : Object
        {
            return (T)(Object)new Mesh { name = path, bounds = new Bounds(Vector3.zero, Vector3.one), subMeshCount = 1 };
        }
    }
}
