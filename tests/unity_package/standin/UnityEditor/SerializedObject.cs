using System;
using System.Collections.Generic;
using UnityEngine;

namespace UnityEditor
{
    public class SerializedObject : IDisposable
    {
        internal readonly List<SerializedSlot> Slots;
        internal readonly Dictionary<SerializedSlot, object> Changed = new Dictionary<SerializedSlot, object>();
        readonly UnityEngine.Object target;

        public SerializedObject(UnityEngine.Object obj)
        {
            target = obj;
            Slots = SerializedSlot.Of(obj);
        }

        public UnityEngine.Object targetObject
        {
            get { return target; }
        }

        public SerializedProperty FindProperty(string propertyPath)
        {
            int index = Slots.FindIndex(slot => slot.Path == propertyPath);
            return index < 0 ? null : new SerializedProperty(this, index);
        }

        public SerializedProperty GetIterator()
        {
            return new SerializedProperty(this, -1);
        }

        public void Update()
        {
            Changed.Clear();
        }

        public bool UpdateIfRequiredOrScript()
        {
            Update();
            return true;
        }

        public bool ApplyModifiedProperties()
        {
            if (Changed.Count == 0)
            {
                return false;
            }
            Undo.RecordObject(target, "Modified Properties in " + target.name);
            foreach (KeyValuePair<SerializedSlot, object> change in Changed)
            {
                change.Key.Set(change.Value);
            }
            Update();
            return true;
        }

        public void Dispose()
        {
        }
    }
}
