#if UNITY_6000_3 || UNITY_6000_5
namespace UnityEngine
{
    /// <summary>What took the place of the instance id; the defines say which version's.</summary>
    public struct EntityId
    {
        internal ulong Value;

#if UNITY_6000_5
        public static ulong ToULong(EntityId entityId)
        {
            return entityId.Value;
        }

        public static EntityId FromULong(ulong input)
        {
            return new EntityId { Value = input };
        }
#endif
    }
}
#endif
