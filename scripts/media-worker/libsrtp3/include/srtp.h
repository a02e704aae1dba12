// libsrtp 3's calls, as the mediasoup worker makes them, on top of libsrtp 2: no Debian release has version 3.
// It differs in three ways: the policy is an opaque object, lengths are size_t, and a packet goes from one buffer
// into another, where version 2 works in place. The calls keep their names, so overloading tells the two apart.
#pragma once
#define srtp_policy_t srtp2_policy_t // both versions use this name, for a struct and for a pointer
#include <srtp2/srtp.h>
#undef srtp_policy_t
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

// Version 2 ends at 27; the worker has a text for these two and asks for them nowhere else.
constexpr auto srtp_err_status_buffer_small = static_cast<srtp_err_status_t>(28);
constexpr auto srtp_err_status_cryptex_err  = static_cast<srtp_err_status_t>(29);

struct srtp3_policy
{
	srtp2_policy_t v2{};
	std::array<uint8_t, SRTP_MAX_KEY_LEN> key{}; // version 2 wants key and salt in one piece, and only points at it
};

using srtp_policy_t = srtp3_policy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy)
{
	*policy           = new srtp3_policy;
	(*policy)->v2.key = (*policy)->key.data();
	return srtp_err_status_ok;
}

inline void srtp_policy_destroy(srtp_policy_t policy)
{
	delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc)
{
	policy->v2.ssrc = ssrc;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile)
{
	const auto err = srtp_crypto_policy_set_from_profile_for_rtp(&policy->v2.rtp, profile);
	return err ? err : srtp_crypto_policy_set_from_profile_for_rtcp(&policy->v2.rtcp, profile);
}

inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy, const uint8_t* key, size_t keyLen, const uint8_t* salt, size_t saltLen, const uint8_t* mki, size_t)
{
	if (mki || keyLen + saltLen > policy->key.size())
	{
		return srtp_err_status_bad_param;
	}

	std::memcpy(policy->key.data(), key, keyLen);
	std::memcpy(policy->key.data() + keyLen, salt, saltLen);
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow)
{
	policy->v2.allow_repeat_tx = allow;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t packets)
{
	policy->v2.window_size = packets;
	return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy)
{
	return ::srtp_create(session, &policy->v2);
}

inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrc)
{
	return ::srtp_remove_stream(session, ssrc);
}

// Runs one of version 2's calls on a copy. `room` is what the call may append without asking how much there is.
inline srtp_err_status_t srtp3_copy_and(
  srtp_err_status_t (*call)(srtp_t, void*, int*), srtp_t session, const uint8_t* in, size_t len, uint8_t* out, size_t* outLen, size_t room)
{
	if (len + room > *outLen)
	{
		return srtp_err_status_buffer_small;
	}

	if (out != in)
	{
		std::memcpy(out, in, len);
	}

	int length     = static_cast<int>(len);
	const auto err = call(session, out, &length);
	*outLen        = static_cast<size_t>(length);
	return err;
}

inline srtp_err_status_t srtp_protect(srtp_t session, const uint8_t* in, size_t len, uint8_t* out, size_t* outLen, size_t)
{
	return srtp3_copy_and(::srtp_protect, session, in, len, out, outLen, SRTP_MAX_TRAILER_LEN);
}

inline srtp_err_status_t srtp_unprotect(srtp_t session, const uint8_t* in, size_t len, uint8_t* out, size_t* outLen)
{
	return srtp3_copy_and(::srtp_unprotect, session, in, len, out, outLen, 0);
}

// RTCP carries four bytes more: the packet's index and the flag that it is encrypted (RFC 3711, section 3.4).
inline srtp_err_status_t srtp_protect_rtcp(srtp_t session, const uint8_t* in, size_t len, uint8_t* out, size_t* outLen, size_t)
{
	return srtp3_copy_and(::srtp_protect_rtcp, session, in, len, out, outLen, SRTP_MAX_TRAILER_LEN + sizeof(uint32_t));
}

inline srtp_err_status_t srtp_unprotect_rtcp(srtp_t session, const uint8_t* in, size_t len, uint8_t* out, size_t* outLen)
{
	return srtp3_copy_and(::srtp_unprotect_rtcp, session, in, len, out, outLen, 0);
}
