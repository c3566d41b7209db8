using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Serialization.Formatters.Binary;

namespace UnityEngine
{
    /// <summary>
    /// What Unity keeps outside of .NET: the objects, by instance id. A domain reload takes it out as bytes and puts it
    /// back, so that objects come back with their ids.
    /// </summary>
    static class World
    {
        static readonly SortedDictionary<int, Object> Objects = new SortedDictionary<int, Object>();
        static int lastId = 1000;
        static int restoredId;

        internal static bool IsRestoring { get; private set; }

        /// <summary>Whether objects have come or gone since somebody was told.</summary>
        internal static bool HasChanged;

        internal static int Register(Object instance)
        {
            lock (Objects)
            {
                int id = IsRestoring ? restoredId : ++lastId;
                Objects[id] = instance;
                HasChanged |= !IsRestoring;
                return id;
            }
        }

        internal static Object Get(int id)
        {
            Object found;
            lock (Objects)
            {
                return Objects.TryGetValue(id, out found) ? found : null;
            }
        }

        internal static void Remove(int id)
        {
            Object removed = Get(id);
            lock (Objects)
            {
                HasChanged |= Objects.Remove(id);
            }
            var gameObject = removed as GameObject;
            if (!ReferenceEquals(gameObject, null))
            {
                gameObject.transform.Attach(null);
                foreach (Component component in gameObject.Components)
                {
                    Object.DestroyImmediate(component);
                }
            }
        }

        internal static List<Object> All()
        {
            lock (Objects)
            {
                return Objects.Values.ToList();
            }
        }

        internal static byte[] Save()
        {
            List<WorldRecord> records = All().Where(IsInScene).Select(Save).ToList();
            var bytes = new MemoryStream();
            new BinaryFormatter().Serialize(bytes, new KeyValuePair<int, List<WorldRecord>>(lastId, records));
            return bytes.ToArray();
        }

        internal static void Load(byte[] bytes)
        {
            var saved = (KeyValuePair<int, List<WorldRecord>>)new BinaryFormatter().Deserialize(new MemoryStream(bytes));
            IsRestoring = true;
            foreach (WorldRecord record in saved.Value)
            {
                restoredId = record.Id;
                Restore(record);
            }
            IsRestoring = false;
            foreach (WorldRecord record in saved.Value.Where(record => record.Parent != 0))
            {
                ((Transform)Get(record.Id)).Attach((Transform)Get(record.Parent));
            }
            lastId = saved.Key;
        }

        /// <summary>Puts the scene back to what <see cref="Save()"/> returned; objects that are still there stay.</summary>
        internal static void Reset(byte[] bytes)
        {
            var saved = (KeyValuePair<int, List<WorldRecord>>)new BinaryFormatter().Deserialize(new MemoryStream(bytes));
            var ids = new HashSet<int>(saved.Value.Select(record => record.Id));
            foreach (Object each in All().Where(IsInScene).Where(each => !ids.Contains(each.GetInstanceID())))
            {
                Object.DestroyImmediate(each);
            }
            foreach (WorldRecord record in saved.Value)
            {
                Object present = Get(record.Id);
                var gameObject = present as GameObject;
                if (ReferenceEquals(present, null))
                {
                    IsRestoring = true;
                    restoredId = record.Id;
                    Restore(record);
                    IsRestoring = false;
                }
                else if (!ReferenceEquals(gameObject, null))
                {
                    gameObject.name = record.Name;
                    gameObject.activeSelf = record.Active;
                }
                else
                {
                    Fill((Component)present, record);
                }
            }
            foreach (WorldRecord record in saved.Value.Where(record => Get(record.Id) is Transform))
            {
                ((Transform)Get(record.Id)).Attach(record.Parent == 0 ? null : (Transform)Get(record.Parent));
            }
        }

        static bool IsInScene(Object each)
        {
            var component = each as Component; // one without a GameObject was made by its constructor, a user's mistake
            return each is GameObject || !ReferenceEquals(component, null) && !ReferenceEquals(component.gameObject, null);
        }

        /// <summary>Gives an object, if it is still there, the values of a record; what it is part of stays.</summary>
        internal static void Apply(WorldRecord record)
        {
            Object each = Get(record.Id);
            if (ReferenceEquals(each, null))
            {
                return;
            }
            each.name = record.Name;
            var gameObject = each as GameObject;
            if (!ReferenceEquals(gameObject, null))
            {
                gameObject.activeSelf = record.Active;
                return;
            }
            Fill((Component)each, record);
        }

        internal static WorldRecord Save(Object each)
        {
            var record = new WorldRecord { Id = each.GetInstanceID(), Name = each.name, Type = each.GetType().AssemblyQualifiedName };
            var gameObject = each as GameObject;
            if (!ReferenceEquals(gameObject, null))
            {
                record.Active = gameObject.activeSelf;
                return record;
            }
            record.GameObject = ((Component)each).gameObject.GetInstanceID();
            var transform = each as Transform;
            if (!ReferenceEquals(transform, null))
            {
                record.Parent = ReferenceEquals(transform.parent, null) ? 0 : transform.parent.GetInstanceID();
                record.Position = Numbers(transform.localPosition);
                record.Scale = Numbers(transform.localScale);
            }
            foreach (FieldInfo field in each.GetType().GetFields().Where(field => field.FieldType.IsPrimitive || field.FieldType == typeof(string)))
            {
                record.Fields[field.Name] = field.GetValue(each);
            }
            return record;
        }

        static void Restore(WorldRecord record)
        {
            Type type = Type.GetType(record.Type);
            if (type == null)
            {
                return; // its script has gone
            }
            if (type == typeof(GameObject))
            {
                new GameObject(record.Name).activeSelf = record.Active;
                return;
            }
            Fill(((GameObject)Get(record.GameObject)).AddComponent(type), record);
        }

        static void Fill(Component component, WorldRecord record)
        {
            var transform = component as Transform;
            if (!ReferenceEquals(transform, null))
            {
                transform.localPosition = new Vector3(record.Position[0], record.Position[1], record.Position[2]);
                transform.localScale = new Vector3(record.Scale[0], record.Scale[1], record.Scale[2]);
            }
            foreach (KeyValuePair<string, object> value in record.Fields)
            {
                FieldInfo field = component.GetType().GetField(value.Key);
                if (field != null && field.FieldType == value.Value.GetType())
                {
                    field.SetValue(component, value.Value);
                }
            }
        }

        static float[] Numbers(Vector3 vector)
        {
            return new[] { vector.x, vector.y, vector.z };
        }
    }
}
