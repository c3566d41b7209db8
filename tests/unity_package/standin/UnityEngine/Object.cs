using System;
using System.Linq;

namespace UnityEngine
{
    public class Object
    {
        readonly int id;
        string shown = "";
        bool destroyed;

        public Object()
        {
            id = World.Register(this);
        }

        public string name
        {
            get
            {
                Check();
                return shown;
            }
            set
            {
                Check();
                shown = value;
            }
        }

        public HideFlags hideFlags { get; set; }

#if UNITY_6000_3 || UNITY_6000_5
        public EntityId GetEntityId()
        {
            return new EntityId { Value = EntityIds + (ulong)id };
        }

        /// <summary>So that nothing works that takes one number for the other.</summary>
        internal const ulong EntityIds = 1UL << 40;
#endif

#if UNITY_6000_5
        internal int GetInstanceID() // public there, but an error to name
#else
        public int GetInstanceID()
#endif
        {
            return id;
        }

        public override int GetHashCode()
        {
            return id;
        }

        public override bool Equals(object other)
        {
            return other is Object && ((Object)other).id == id;
        }

        public override string ToString()
        {
            return destroyed ? "null" : shown + " (" + GetType().FullName + ")";
        }

        public static bool operator ==(Object x, Object y)
        {
            bool hasX = IsAlive(x), hasY = IsAlive(y);
            return hasX && hasY ? x.id == y.id : hasX == hasY;
        }

        public static bool operator !=(Object x, Object y)
        {
            return !(x == y);
        }

        public static implicit operator bool(Object exists)
        {
            return IsAlive(exists);
        }

        public static void DestroyImmediate(Object obj)
        {
            World.Remove(obj.id);
            obj.destroyed = true;
        }

        public static T[] FindObjectsOfType<T>() where T : Object
        {
            return World.All().OfType<T>().ToArray();
        }

        public static Object[] FindObjectsOfType(Type type)
        {
            return World.All().Where(type.IsInstanceOfType).ToArray();
        }

        /// <summary>In the order in which they were made, whichever is asked for.</summary>
        public static Object[] FindObjectsByType(Type type, FindObjectsSortMode sortMode)
        {
            return FindObjectsOfType(type);
        }

        void Check()
        {
            if (destroyed)
            {
                throw new MissingReferenceException("The object of type '" + GetType().Name + "' has been destroyed but you are still trying to access it.");
            }
        }

        static bool IsAlive(Object each)
        {
            return !ReferenceEquals(each, null) && !each.destroyed;
        }
    }
}
