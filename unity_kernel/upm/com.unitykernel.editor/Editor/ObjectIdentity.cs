using System;
using System.Globalization;
using System.Reflection;
using UnityEditor;
using Object = UnityEngine.Object;

namespace UnityKernel
{
    /// <summary>
    /// How the editor knows an object, as text. <see cref="Of"/> is the number that lasts as long as the editor's process,
    /// through domain reloads: the instance id until Unity 6.3, the entity id from 6.5. <see cref="LastingOf"/> is for
    /// files: what Unity calls the global object id, which saved objects alone have.
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

        /// <summary>Unity 6.3 has entity ids, but no way to write them as numbers; its instance ids still work.</summary>
        static readonly bool UsesEntityId = FromEntityId != null && ToULong != null && FromULong != null;

        /// <summary>The identity of an object, which may be destroyed but not null.</summary>
        internal static string Of(Object instance)
        {
            object number = UsesEntityId
                ? ToULong.Invoke(null, new[] { GetEntityId.Invoke(instance, null) })
                : GetInstanceId.Invoke(instance, null);
            return Convert.ToString(number, CultureInfo.InvariantCulture);
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
                object id = FromULong.Invoke(null, new object[] { ulong.Parse(identity, CultureInfo.InvariantCulture) });
                return (Object)FromEntityId.Invoke(null, new[] { id });
            }
            return (Object)FromInstanceId.Invoke(null, new object[] { int.Parse(identity, CultureInfo.InvariantCulture) });
        }

        /// <summary>
        /// The identity that lasts beyond the editor's process; empty for what no file holds, such as an object of a scene
        /// that was never saved. Slow, as Unity says.
        /// </summary>
        internal static string LastingOf(Object instance)
        {
            GlobalObjectId id = GlobalObjectId.GetGlobalObjectIdSlow(instance);
            return id.identifierType == 0 ? "" : id.ToString();
        }

        /// <summary>The object with that lasting identity, if its scene or asset is loaded; or null.</summary>
        internal static Object FindLasting(string identity)
        {
            GlobalObjectId id;
            return GlobalObjectId.TryParse(identity, out id) ? GlobalObjectId.GlobalObjectIdentifierToObjectSlow(id) : null;
        }

        static MethodInfo Conversion(string name, Type result)
        {
            return EntityId == null ? null : Array.Find(
                EntityId.GetMethods(BindingFlags.Public | BindingFlags.Static),
                each => each.Name == name && each.ReturnType == result);
        }
    }
}
