using System.Text.RegularExpressions;
using UnityEngine;

namespace UnityEditor
{
    /// <summary>Values that have no parts.</summary>
    public class SerializedProperty
    {
        readonly SerializedObject owner;
        int index;

        internal SerializedProperty(SerializedObject owner, int index)
        {
            this.owner = owner;
            this.index = index;
        }

        public string propertyPath
        {
            get { return Slot.Path; }
        }

        public string name
        {
            get { return Slot.Path; }
        }

        public string displayName
        {
            get { return Regex.Replace(Regex.Replace(Slot.Path, "^m_", ""), "(?<=[a-z])(?=[A-Z])", " "); }
        }

        public int depth
        {
            get { return 0; }
        }

        public bool isArray
        {
            get { return false; }
        }

        public bool hasVisibleChildren
        {
            get { return false; }
        }

        public SerializedPropertyType propertyType
        {
            get { return Slot.Kind; }
        }

        public bool boolValue
        {
            get { return (bool)Value; }
            set { Value = value; }
        }

        public int intValue
        {
            get { return (int)Value; }
            set { Value = value; }
        }

        public long longValue
        {
            get { return (int)Value; }
            set { Value = (int)value; }
        }

        public float floatValue
        {
            get { return (float)Value; }
            set { Value = value; }
        }

        public double doubleValue
        {
            get { return (float)Value; }
            set { Value = (float)value; }
        }

        public string stringValue
        {
            get { return (string)Value; }
            set { Value = value; }
        }

        public Vector3 vector3Value
        {
            get { return (Vector3)Value; }
            set { Value = value; }
        }

        public bool NextVisible(bool enterChildren)
        {
            index++;
            return index < owner.Slots.Count;
        }

        SerializedSlot Slot
        {
            get { return owner.Slots[index]; }
        }

        object Value
        {
            get
            {
                object changed;
                return owner.Changed.TryGetValue(Slot, out changed) ? changed : Slot.Get();
            }
            set { owner.Changed[Slot] = value; }
        }
    }
}
