using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using UnityEngine;

namespace UnityEditor
{
    /// <summary>One serialised value of an object of the stand-in.</summary>
    sealed class SerializedSlot
    {
        internal string Path;
        internal SerializedPropertyType Kind;
        internal Func<object> Get;
        internal Action<object> Set;

        internal static List<SerializedSlot> Of(UnityEngine.Object target)
        {
            var gameObject = target as GameObject;
            if (gameObject != null)
            {
                return new List<SerializedSlot>
                {
                    Make("m_Name", () => gameObject.name, value => gameObject.name = (string)value),
                    Make("m_IsActive", () => gameObject.activeSelf, value => gameObject.SetActive((bool)value)),
                };
            }
            var transform = target as Transform;
            if (transform != null)
            {
                return new List<SerializedSlot>
                {
                    Make("m_LocalPosition", () => transform.localPosition, value => transform.localPosition = (Vector3)value),
                    Make("m_LocalScale", () => transform.localScale, value => transform.localScale = (Vector3)value),
                };
            }
            return target.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public)
                .Where(field => Kinds.ContainsKey(field.FieldType))
                .Select(field => Make(field.Name, () => field.GetValue(target), value => field.SetValue(target, value)))
                .ToList();
        }

        static readonly Dictionary<Type, SerializedPropertyType> Kinds = new Dictionary<Type, SerializedPropertyType>
        {
            { typeof(int), SerializedPropertyType.Integer },
            { typeof(bool), SerializedPropertyType.Boolean },
            { typeof(float), SerializedPropertyType.Float },
            { typeof(string), SerializedPropertyType.String },
            { typeof(Vector3), SerializedPropertyType.Vector3 },
        };

        static SerializedSlot Make(string path, Func<object> get, Action<object> set)
        {
            return new SerializedSlot { Path = path, Kind = Kinds[(get() ?? "").GetType()], Get = get, Set = set };
        }
    }
}
