using System;
using System.Reflection;
using UnityEditor;
using Object = UnityEngine.Object;

namespace UnityKernel
{
    /// <summary>
    /// The number by which the editor knows an object, as text: the instance id until Unity 6.3, the entity id from 6.5.
    /// It lasts as long as the editor's process, through domain reloads.
    /// </summary>
    /// <remarks>Members are looked up, because each of the two is an error to name in some version.</remarks>
    internal static class ObjectIdentity
    {
        static readonly MethodInfo GetEntityId = typeof(Object).GetMethod("GetEntityId", Type.EmptyTypes);
        static readonly MethodInfo GetInstanceId = typeof(Object).GetMethod("GetInstanceID", Type.EmptyTypes);
        static readonly Type EntityId = GetEntityId == null ? null : GetEntityId.ReturnType;
        static readonly MethodInfo FromEntityId = EntityId == null ? null
            : typeof(EditorUtility).GetMethod("EntityIdToObject", new[] { EntityId });
        static readonly MethodInfo FromInstanceId = typeof(EditorUtility).GetMethod("InstanceIDToObject", new[] { typeof(int) });
        static readonly MethodInfo ToULong = Conversion("ToULong", typeof(ulong));
        static readonly MethodInfo FromULong = Conversion("FromULong", EntityId);
        static readonly bool UsesEntityId = FromEntityId != null && ToULong != null && FromULong != null;

        /// <summary>The identity of an object, which may be destroyed but not null.</summary>
        internal static string Of(Object instance)
        {
            if (UsesEntityId)
            {
                return ToULong.Invoke(null, new[] { GetEntityId.Invoke(instance, null) }).ToString();
            }
            return GetInstanceId.Invoke(instance, null).ToString();
        }

        /// <summary>The object with that identity, or null.</summary>
        internal static Object Find(string identity)
        {
            if (string.IsNullOrEmpty(identity))
            {
                return null;
            }
            if (UsesEntityId)
            {
                object id = FromULong.Invoke(null, new object[] { ulong.Parse(identity) });
                return (Object)FromEntityId.Invoke(null, new[] { id });
            }
            return (Object)FromInstanceId.Invoke(null, new object[] { int.Parse(identity) });
        }

        static MethodInfo Conversion(string name, Type result)
        {
            return EntityId == null ? null : Array.Find(
                EntityId.GetMethods(BindingFlags.Public | BindingFlags.Static),
                each => each.Name == name && each.ReturnType == result);
        }
    }
}
